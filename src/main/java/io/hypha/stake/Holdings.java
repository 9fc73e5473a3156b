package io.hypha.stake;

import io.hypha.chain.AccountView;
import io.hypha.chain.Alpha;
import io.hypha.chain.PositionView;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import java.util.Optional;

/** Whether an account holds what an intent needs, by what is proven of it. */
final class Holdings {

    /** Below this an account is removed by the chain: the existential deposit, rao. */
    private static final long EXISTENTIAL_DEPOSIT = 500;

    private Holdings() {}

    /** What the chain would refuse for this account, in a sentence; empty when nothing. */
    static Optional<String> obstacle(Quote quote, AccountView account) {
        return quote.intent().isStake() ? tooPoor(quote, account) : tooLittleStake(quote, account);
    }

    private static Optional<String> tooPoor(Quote quote, AccountView account) {
        return switch (account.free()) {
            case Reading.Missing<Rao>(var _, String text) -> Optional.of(text);
            case Reading.Known<Rao>(Rao free, var _, var _, var _) -> {
                long fee = quote.chainFee().toOptional().map(Rao::value).orElse(0L);
                long most = free.value() - fee - EXISTENTIAL_DEPOSIT;
                boolean feeKnown = quote.chainFee() instanceof Reading.Known<Rao>;
                yield quote.intent().amountRao() <= most
                        ? Optional.empty()
                        : Optional.of(
                                "This account has %s τ free. At most %s τ can be staked: %s and 500 rao stay."
                                        .formatted(
                                                Quoting.plain(free.value()),
                                                Quoting.plain(Math.max(0, most)),
                                                feeKnown
                                                        ? "the chain fee"
                                                        : "less a chain fee that is not known,"));
            }
        };
    }

    private static Optional<String> tooLittleStake(Quote quote, AccountView account) {
        Reading<Long> stake =
                account.positions()
                        .flatMap(known ->
                                known.value().stream()
                                        .filter(p -> isAt(p, quote.intent()))
                                        .findFirst()
                                        .map(p -> p.stake().map(Alpha::rao))
                                        .orElse(
                                                Reading.known(
                                                        0L,
                                                        known.block(),
                                                        known.level(),
                                                        known.proof())));
        return switch (stake) {
            case Reading.Missing<Long>(var _, String text) -> Optional.of(text);
            case Reading.Known<Long> known -> {
                long held = known.value();
                long wanted = quote.intent().amountRao();
                if (wanted > held) {
                    yield Optional.of(
                            "This account has "
                                    + Quoting.plain(held)
                                    + " staked there, less than "
                                    + Quoting.plain(wanted)
                                    + ".");
                }
                yield wanted < held && quote.out() < Quoting.MIN_STAKE
                        ? Optional.of(
                                "Taking a part out must give at least 0.002 τ; take more, or everything.")
                        : Optional.empty();
            }
        };
    }

    private static boolean isAt(PositionView position, StakeIntent intent) {
        return position.hotkey().equals(intent.hotkey())
                && position.netUid().equals(intent.netUid());
    }
}
