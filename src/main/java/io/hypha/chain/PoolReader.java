package io.hypha.chain;

import io.hypha.node.scale.ScaleException;
import java.util.Optional;

/** A subnet's pool out of its proven parts. */
final class PoolReader {

    /**
     * Named in metadata by runtimes whose curve is another one: their pools are not read by this
     * formula.
     */
    private static final String OTHER_CURVE = "SwapSuperellipse";

    private PoolReader() {}

    static void ask(ChainAt.Batch batch, NetUid netUid) {
        KeyPart subnet = KeyPart.of(netUid);
        batch.add(StorageItem.SUBNET_TAO, subnet)
                .add(StorageItem.SUBNET_ALPHA_IN, subnet)
                .add(StorageItem.SUBNET_MECHANISM, subnet)
                .add(StorageItem.FEE_RATE, subnet)
                .add(StorageItem.SWAP_BALANCER, subnet);
    }

    static Reading<SubnetPool> pool(RuntimeView runtime, ProvenState state, NetUid netUid) {
        if (runtime.metadata()
                .pallet("Swap")
                .flatMap(swap -> swap.entry(OTHER_CURVE))
                .isPresent()) {
            return Reading.missing(
                    Reading.Reason.UNSUPPORTED,
                    "runtime "
                            + runtime.specVersion()
                            + " prices pools by a curve that Hypha does not know");
        }
        KeyPart subnet = KeyPart.of(netUid);
        try {
            Optional<Long> tao = state.find(StorageItem.SUBNET_TAO, Decode::u64, subnet);
            Optional<Long> alphaIn = state.find(StorageItem.SUBNET_ALPHA_IN, Decode::u64, subnet);
            Optional<Integer> mechanism =
                    state.find(StorageItem.SUBNET_MECHANISM, Decode::u16, subnet);
            if (tao.isEmpty() || alphaIn.isEmpty() || mechanism.isEmpty()) {
                return state.unsupported(StorageItem.SUBNET_TAO);
            }
            return Reading.known(
                    SubnetPool.of(
                            netUid,
                            alphaIn.get(),
                            tao.get(),
                            state.find(StorageItem.SWAP_BALANCER, Decode::u64, subnet).orElse(0L),
                            state.find(StorageItem.FEE_RATE, Decode::u16, subnet)
                                    .orElse(SubnetPool.DEFAULT_FEE_RATE),
                            mechanism.get()),
                    state.block(),
                    Level.PROVEN,
                    ProofId.of(state.block(), "pool", netUid.toString()));
        } catch (ScaleException | IllegalArgumentException e) {
            return state.foreign(StorageItem.SUBNET_TAO, e);
        }
    }
}
