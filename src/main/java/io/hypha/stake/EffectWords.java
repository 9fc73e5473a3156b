package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.chain.NetUid;
import java.util.List;
import java.util.Optional;

/** How amounts, places and accounts stand in the sentences of effects. */
final class EffectWords {

    private EffectWords() {}

    /** Says whose it is, where it is not the signer's. */
    static String ofAnother(Coldkey signer, String account) {
        return account.equals(signer.address()) ? "" : " for " + account;
    }

    static Optional<Effect> worth(String event, String words, long tao) {
        return Optional.of(
                new Effect(
                        event,
                        words + ", worth " + plain(tao) + " τ.",
                        List.of(amount(Effect.Role.WORTH, tao, NetUid.ROOT))));
    }

    static Effect plain(String event, String words) {
        return new Effect(event, words.endsWith(".") ? words : words + ".", List.of());
    }

    static Effect.Amount amount(Effect.Role role, long rao, NetUid unit) {
        return new Effect.Amount(role, rao, unit);
    }

    static String amount(long rao, NetUid net) {
        return plain(rao) + (net.isRoot() ? " τ" : " α of subnet " + net);
    }

    static String place(NetUid net) {
        return net.isRoot() ? "root" : "subnet " + net;
    }

    static String plain(long rao) {
        return Amounts.plain(rao);
    }
}
