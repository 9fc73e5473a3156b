package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * Pays miners their part of an epoch: staked on their own hotkey, or where their coldkey chose.
 * Rule: {@code distribute_dividends_and_incentives} of Subtensor at spec 424.
 */
final class MinerPay {

    private static final int AUTO_STAKE_ADDED = 109;

    private final Execution block;
    private final WorkingState state;
    private final Staking staking;
    private final int netuid;

    MinerPay(Execution block, int netuid) {
        this.block = block;
        this.state = block.state();
        this.staking = new Staking(block);
        this.netuid = netuid;
    }

    /**
     * @param hotkeys by uid
     * @param incentives alpha in rao by uid
     */
    void pay(List<Bytes> hotkeys, long[] incentives) {
        for (int uid = 0; uid < incentives.length; uid++) {
            if (incentives[uid] > 0) {
                pay(hotkeys.get(uid), incentives[uid]);
            }
        }
    }

    private void pay(Bytes hotkey, long incentive) {
        Bytes owner = state.get(Subtensor.OWNER.key(hotkey)).orElseThrow();
        Optional<Bytes> chosen = state.get(Subtensor.AUTO_STAKE_DESTINATION.key(owner, netuid));
        chosen.ifPresent(destination ->
                block.events()
                        .deposit(
                                Staking.PALLET,
                                AUTO_STAKE_ADDED,
                                out ->
                                        out.writeUint16(netuid)
                                                .writeFixed(destination)
                                                .writeFixed(hotkey)
                                                .writeFixed(owner)
                                                .writeLong(incentive)));
        staking.deposit(chosen.orElse(hotkey), owner, netuid, incentive);
    }
}
