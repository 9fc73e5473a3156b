package io.hypha.chain;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The inputs of a formula by name. Each key was compared with its name, so a value that is found
 * under a name is that entry's value. What is absent counts as the chain's own default, which is
 * zero for all of these.
 */
public final class ProvenValues {

    private final Map<ProofId, Optional<Bytes>> values;

    private ProvenValues(Map<ProofId, Optional<Bytes>> values) {
        this.values = values;
    }

    /** Ends a computation whose inputs do not carry it; never leaves {@link #compute}. */
    private static final class InputException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InputException(String reason) {
            super(reason);
        }
    }

    /**
     * Runs a computation over inputs; whatever is wrong with them becomes {@link
     * Formula.Outcome.Refused}.
     */
    public static Formula.Outcome compute(
            List<Formula.Input> inputs, Function<ProvenValues, Formula.Outcome> computation) {
        try {
            return computation.apply(of(inputs));
        } catch (InputException
                | ScaleException
                | IllegalArgumentException
                | ArithmeticException e) {
            return new Formula.Outcome.Refused(String.valueOf(e.getMessage()));
        }
    }

    private static ProvenValues of(List<Formula.Input> inputs) {
        Map<ProofId, Optional<Bytes>> values = HashMap.newHashMap(inputs.size());
        for (Formula.Input input : inputs) {
            if (!NamedKey.matches(input.name(), input.key(), input.value().isPresent())) {
                throw new InputException(
                        "key " + input.key().toHex() + " is not that of " + input.name());
            }
            if (values.put(input.name(), input.value()) != null) {
                throw new InputException("two inputs are called " + input.name());
            }
        }
        return new ProvenValues(values);
    }

    /** Blocks at which an entry is among the inputs. */
    public Set<Long> blocksOf(String item, String... arguments) {
        Set<Long> blocks = new HashSet<>();
        for (ProofId name : values.keySet()) {
            if (name.figure().equals(item) && name.arguments().equals(List.of(arguments))) {
                blocks.add(name.block());
            }
        }
        return blocks;
    }

    /** The bytes of an entry, empty where it is proven absent; refuses when it is no input. */
    public Optional<Bytes> bytes(ProofId name) {
        Optional<Bytes> value = values.get(name);
        if (value == null) {
            throw new InputException("input " + name + " is missing");
        }
        return value;
    }

    /** A number of 64 bits, 0 where absent; refuses above 2^63 - 1. */
    public long u64(long block, String item, String... arguments) {
        return decode(block, item, Decode::u64, arguments).orElse(0L);
    }

    /** The accumulated claim rates of a validator on root, raw I96F32, by subnet. */
    public SortedMap<NetUid, BigInteger> claimRates(long block, Hotkey hotkey) {
        return decode(
                        block,
                        StorageItem.ROOT_CLAIMABLE.toString(),
                        Decode::claimRates,
                        hotkey.address())
                .orElseGet(TreeMap::new);
    }

    /** The pool of a subnet with the chain's own fee, which no price depends on. */
    public SubnetPool pool(long block, NetUid netUid) {
        String subnet = netUid.toString();
        return SubnetPool.of(
                netUid,
                u64(block, StorageItem.SUBNET_ALPHA_IN.toString(), subnet),
                u64(block, StorageItem.SUBNET_TAO.toString(), subnet),
                u64(block, StorageItem.SWAP_BALANCER.toString(), subnet),
                SubnetPool.DEFAULT_FEE_RATE,
                decode(block, StorageItem.SUBNET_MECHANISM.toString(), Decode::u16, subnet)
                        .orElse(0));
    }

    /** The entries that make a subnet's {@link #pool}. */
    public static List<ProofId> poolInputs(long block, NetUid netUid) {
        return Stream.of(
                        StorageItem.SUBNET_MECHANISM,
                        StorageItem.SUBNET_TAO,
                        StorageItem.SUBNET_ALPHA_IN,
                        StorageItem.SWAP_BALANCER)
                .map(item -> input(block, item, netUid.toString()))
                .toList();
    }

    /** The entries that make an account's {@link #stakeRao}. */
    static List<ProofId> stakeInputs(long block, Coldkey coldkey, Hotkey hotkey, NetUid netUid) {
        String cold = coldkey.address();
        String hot = hotkey.address();
        String subnet = netUid.toString();
        return List.of(
                input(block, StorageItem.TOTAL_HOTKEY_ALPHA, hot, subnet),
                input(block, StorageItem.ALPHA, hot, cold, subnet),
                input(block, StorageItem.ALPHA_V2, hot, cold, subnet),
                input(block, StorageItem.TOTAL_HOTKEY_SHARES, hot, subnet),
                input(block, StorageItem.TOTAL_HOTKEY_SHARES_V2, hot, subnet));
    }

    /** The name of an entry at a block. */
    static ProofId input(long block, StorageItem item, String... arguments) {
        return new ProofId(block, item.toString(), List.of(arguments));
    }

    /** What an account's shares are worth in its validator's pool, rao of the subnet's alpha. */
    long stakeRao(long block, Coldkey coldkey, Hotkey hotkey, NetUid netUid) {
        String cold = coldkey.address();
        String hot = hotkey.address();
        String subnet = netUid.toString();
        Optional<ShareValue> shares =
                ShareValue.inOffice(
                        find(block, StorageItem.ALPHA, hot, cold, subnet),
                        find(block, StorageItem.ALPHA_V2, hot, cold, subnet));
        Optional<ShareValue> all =
                ShareValue.inOffice(
                        find(block, StorageItem.TOTAL_HOTKEY_SHARES, hot, subnet),
                        find(block, StorageItem.TOTAL_HOTKEY_SHARES_V2, hot, subnet));
        return shares.isEmpty() || all.isEmpty()
                ? 0
                : ShareValue.stakeRao(
                        u64(block, StorageItem.TOTAL_HOTKEY_ALPHA.toString(), hot, subnet),
                        shares.get(),
                        all.get());
    }

    /** Root dividends of one subnet that were claimed already, rao of its alpha. */
    BigInteger claimed(long block, NetUid origin, Hotkey hotkey, Coldkey coldkey) {
        return decode(
                        block,
                        StorageItem.ROOT_CLAIMED.toString(),
                        ScaleCodecReader::readUint128,
                        origin.toString(),
                        hotkey.address(),
                        coldkey.address())
                .orElse(BigInteger.ZERO);
    }

    private Optional<Bytes> find(long block, StorageItem item, String... arguments) {
        return bytes(input(block, item, arguments));
    }

    private <T> Optional<T> decode(
            long block, String item, ProvenState.Decoder<T> decoder, String... arguments) {
        return bytes(new ProofId(block, item, List.of(arguments)))
                .map(bytes -> ProvenState.decode(bytes, decoder));
    }
}
