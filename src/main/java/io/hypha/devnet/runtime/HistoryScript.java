package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.List;

/**
 * What people did during the devnet's history: changed commissions, a nominator that left. So that
 * a ranking has something to notice.
 */
final class HistoryScript {

    private static final int TAKE_DECREASED = 64;
    private static final int TAKE_INCREASED = 65;

    private record TakeChange(int percentOfHistory, int validator, int take) {}

    private static final List<TakeChange> TAKE_CHANGES =
            List.of(
                    new TakeChange(25, 27, 9_830),
                    new TakeChange(40, 3, 9_175),
                    new TakeChange(55, 18, 1_966),
                    new TakeChange(70, 11, 11_796),
                    new TakeChange(90, 34, 10_486));

    private static final int LEAVING_PERCENT = 60;
    private static final int LEFT_VALIDATOR = 14;
    private static final int LEFT_NETUID = 3;

    private final Population population;
    private final DevnetSpec spec;

    HistoryScript(Population population, DevnetSpec spec) {
        this.population = population;
        this.spec = spec;
    }

    void play(Execution block) {
        for (TakeChange change : TAKE_CHANGES) {
            if (block.number() == at(change.percentOfHistory())) {
                changeTake(block, population.validators().get(change.validator()), change.take());
            }
        }
        if (block.number() == at(LEAVING_PERCENT)) {
            leave(block);
        }
    }

    private long at(int percent) {
        return (long) spec.historyBlocks() * percent / 100;
    }

    private static void changeTake(Execution block, Population.Validator validator, int take) {
        WorkingState state = block.state();
        Bytes key = Subtensor.DELEGATES.key(validator.hotkey());
        int before = state.u16(key, 0);
        if (before != take) {
            state.putU16(key, take);
            state.putU64(
                    Subtensor.LAST_TX_BLOCK_DELEGATE_TAKE.key(validator.hotkey()), block.number());
            block.events()
                    .deposit(
                            Staking.PALLET,
                            take > before ? TAKE_INCREASED : TAKE_DECREASED,
                            out ->
                                    out.writeFixed(validator.coldkey())
                                            .writeFixed(validator.hotkey())
                                            .writeUint16(take));
        }
    }

    /**
     * Everybody but the owner unstakes: the validator falls behind in stake and loses its permit.
     */
    private void leave(Execution block) {
        Population.Validator validator = population.validators().get(LEFT_VALIDATOR);
        Staking staking = new Staking(block);
        for (Bytes nominator : population.nominators()) {
            long stake = Staking.stakeOf(block.state(), validator.hotkey(), nominator, LEFT_NETUID);
            if (stake > 0) {
                staking.unstake(
                        validator.hotkey(),
                        nominator,
                        nominator,
                        LEFT_NETUID,
                        stake,
                        Swap.MIN_PRICE,
                        true);
            }
        }
    }
}
