package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Root dividends of regime R2: they stay alpha, and each unit of root stake earns a growing claim
 * on them. The root share price does not move.
 */
final class RootClaims {

    private final WorkingState state;

    RootClaims(WorkingState state) {
        this.state = state;
    }

    /** Alpha rao claimable per root rao and subnet (I96F32), since the hotkey's beginning. */
    Map<Integer, Fixed> rates(Bytes hotkey) {
        Map<Integer, Fixed> rates = new TreeMap<>();
        Optional<Bytes> stored = state.get(Subtensor.ROOT_CLAIMABLE.key(hotkey));
        if (stored.isPresent()) {
            ScaleCodecReader in = new ScaleCodecReader(stored.get());
            for (int left = in.readCount(18); left > 0; left--) {
                rates.put(in.readUint16(), new Fixed(in.readInt(16), 32));
            }
        }
        return rates;
    }

    /**
     * Credits the root stakers of a hotkey with alpha of a subnet.
     *
     * @return false where the amount is more than the root stake: then it is not credited
     */
    boolean credit(Bytes hotkey, int netuid, long amount) {
        long stake = new SharePool(state, hotkey, Subtensor.ROOT).total();
        if (amount > stake) {
            return false;
        }
        Map<Integer, Fixed> rates = rates(hotkey);
        rates.merge(netuid, Fixed.ratio(32, amount, stake), Fixed::plus);
        write(hotkey, rates);
        return true;
    }

    /** New root stake has no claim on what was earned before. */
    void stakeAdded(Bytes hotkey, Bytes coldkey, long amount) {
        rates(hotkey)
                .forEach((netuid, rate) -> adjust(netuid, hotkey, coldkey, earned(rate, amount)));
    }

    /** Root stake that leaves takes its watermark along. */
    void stakeRemoved(Bytes hotkey, Bytes coldkey, long amount) {
        rates(hotkey)
                .forEach((netuid, rate) -> {
                    if (netuid != Subtensor.ROOT) {
                        adjust(netuid, hotkey, coldkey, earned(rate, amount).negate());
                    }
                });
    }

    /** Alpha that the root stake of a coldkey earned and nobody claimed, with its fraction. */
    Fixed owed(Bytes hotkey, Bytes coldkey, int netuid, Fixed rate) {
        long stake = Staking.stakeOf(state, hotkey, coldkey, Subtensor.ROOT);
        Fixed claimed = new Fixed(claimed(netuid, hotkey, coldkey).shiftLeft(32), 32);
        return rate.times(Fixed.f32(stake)).minus(claimed);
    }

    void addClaimed(int netuid, Bytes hotkey, Bytes coldkey, long alpha) {
        adjust(netuid, hotkey, coldkey, BigInteger.valueOf(alpha));
    }

    BigInteger claimed(int netuid, Bytes hotkey, Bytes coldkey) {
        return state.get(Subtensor.ROOT_CLAIMED.key(netuid, hotkey, coldkey))
                .map(stored -> new ScaleCodecReader(stored).readUint128())
                .orElse(BigInteger.ZERO);
    }

    private void adjust(int netuid, Bytes hotkey, Bytes coldkey, BigInteger change) {
        BigInteger claimed = claimed(netuid, hotkey, coldkey).add(change).max(BigInteger.ZERO);
        state.put(
                Subtensor.ROOT_CLAIMED.key(netuid, hotkey, coldkey),
                new ScaleCodecWriter().writeUint128(claimed).toBytes());
    }

    private void write(Bytes hotkey, Map<Integer, Fixed> rates) {
        ScaleCodecWriter out = new ScaleCodecWriter().writeCompact(rates.size());
        rates.forEach((netuid, rate) -> out.writeUint16(netuid).writeInt(rate.bits(), 16));
        state.put(Subtensor.ROOT_CLAIMABLE.key(hotkey), out.toBytes());
    }

    private static BigInteger earned(Fixed rate, long amount) {
        return rate.bits().multiply(BigInteger.valueOf(amount)).shiftRight(32);
    }
}
