package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.function.Consumer;

/**
 * The runtime APIs as the ledger would answer them: what the answers of the C runtime are held to.
 */
final class LedgerApis {

    private static final Fixed BILLION = Fixed.f64(1_000_000_000);

    private final DevnetRuntime runtime;

    LedgerApis(DevnetRuntime runtime) {
        this.runtime = runtime;
    }

    CallResult call(StateView view, BlockContext at, String method, Bytes parameters) {
        try {
            ScaleCodecReader in = new ScaleCodecReader(parameters);
            ScaleCodecWriter out = new ScaleCodecWriter();
            if (!answer(view, at, method, in, out)) {
                return new CallResult.NoSuchMethod(method);
            }
            in.requireEnd();
            return new CallResult.Returned(out.toBytes());
        } catch (ScaleException e) {
            return new CallResult.Trapped("parameters of " + method + ": " + e.getMessage());
        } catch (ArithmeticException e) {
            return new CallResult.Trapped("numbers of " + method + ": " + e.getMessage());
        }
    }

    private boolean answer(
            StateView view,
            BlockContext at,
            String method,
            ScaleCodecReader in,
            ScaleCodecWriter out) {
        WorkingState state = new WorkingState(view);
        switch (method) {
            case "Core_version" -> out.writeFixed(runtime.version(view).encode());
            case "Metadata_metadata" -> out.writeByteVector(metadata(state, 14));
            case "Metadata_metadata_at_version" -> metadataAt(state, in.readUint32(), out);
            case "Metadata_metadata_versions" ->
                    out.writeVector(
                            RuntimeDescription.METADATA_VERSIONS,
                            (to, version) -> to.writeUint32(version));
            case "AccountNonceApi_account_nonce" ->
                    out.writeUint32(AccountInfo.read(state, in.readFixed(32)).nonce());
            case "AuraApi_slot_duration" ->
                    out.writeFixed(state.get(WellKnown.SLOT_DURATION).orElseThrow());
            case "AuraApi_authorities" -> stored(state, Items.AURA_AUTHORITIES, out);
            case "GrandpaApi_grandpa_authorities" -> stored(state, Items.GRANDPA_AUTHORITIES, out);
            case "GrandpaApi_current_set_id" -> stored(state, Items.CURRENT_SET_ID, out);
            case "TransactionPaymentApi_query_info" -> queryInfo(view, in, out);
            case "TransactionPaymentApi_query_fee_details" -> queryFeeDetails(view, in, out);
            case "TaggedTransactionQueue_validate_transaction" -> validate(view, at, in, out);
            case "SwapRuntimeApi_current_alpha_price" ->
                    out.writeLong(price(state, in.readUint16()));
            case "SwapRuntimeApi_current_alpha_price_all" -> prices(state, out);
            case "SwapRuntimeApi_sim_swap_tao_for_alpha" ->
                    simulate(state, in.readUint16(), Swap.Side.BUY, in.readUint63(), out);
            case "SwapRuntimeApi_sim_swap_alpha_for_tao" ->
                    simulate(state, in.readUint16(), Swap.Side.SELL, in.readUint63(), out);
            default -> {
                return new StakeInfoApi(state).answer(method, in, out);
            }
        }
        return true;
    }

    private static void metadataAt(WorkingState state, long version, ScaleCodecWriter out) {
        boolean known = RuntimeDescription.METADATA_VERSIONS.contains((int) version);
        out.writeBoolean(known);
        if (known) {
            out.writeByteVector(metadata(state, (int) version));
        }
    }

    private static Bytes metadata(WorkingState state, int version) {
        return state.get(WellKnown.metadata(version)).orElseThrow();
    }

    private static void stored(WorkingState state, StorageItem item, ScaleCodecWriter out) {
        out.writeFixed(state.get(item.prefix()).orElseThrow());
    }

    private FeeInfo fee(StateView view, ScaleCodecReader in) {
        Bytes extrinsic = extrinsic(in);
        long length = in.readUint32();
        return Fees.feeOf(
                runtime.office(view).decode(extrinsic).call(),
                (int) Math.min(length, Integer.MAX_VALUE));
    }

    /** The next bytes as an extrinsic with its length prefix. */
    private static Bytes extrinsic(ScaleCodecReader in) {
        Bytes body = in.readByteVector();
        return new ScaleCodecWriter().writeByteVector(body).toBytes();
    }

    private void queryInfo(StateView view, ScaleCodecReader in, ScaleCodecWriter out) {
        FeeInfo fee = fee(view, in);
        out.writeCompact(fee.refTime())
                .writeCompact(fee.proofSize())
                .writeUByte(fee.dispatchClass().index())
                .writeLong(fee.partialFeeRao());
    }

    /** An option of the three parts, then the tip, which this call does not look at. */
    private void queryFeeDetails(StateView view, ScaleCodecReader in, ScaleCodecWriter out) {
        FeeInfo fee = fee(view, in);
        out.writeBoolean(true)
                .writeLong(fee.baseFeeRao())
                .writeLong(fee.lengthFeeRao())
                .writeLong(fee.weightFeeRao())
                .writeLong(0);
    }

    private void validate(
            StateView view, BlockContext at, ScaleCodecReader in, ScaleCodecWriter out) {
        in.readUByte();
        Bytes extrinsic = extrinsic(in);
        Hash256 hash = in.readHash();
        in.requireEnd();
        BlockContext next =
                new BlockContext(at.number() + 1, at.slot() + 1, hash, at.genesisHash());
        runtime.office(view).decode(extrinsic);
        out.writeFixed(runtime.validate(view, next, extrinsic).encode());
    }

    private static long price(WorkingState state, int netuid) {
        return Swap.price(state, netuid).times(BILLION).floor();
    }

    private static void prices(WorkingState state, ScaleCodecWriter out) {
        int count = state.u16(Subtensor.TOTAL_NETWORKS.prefix(), 0);
        out.writeCompact(count);
        for (int netuid = 0; netuid < count; netuid++) {
            out.writeUint16(netuid).writeLong(price(state, netuid));
        }
    }

    /**
     * Six u64: TAO, alpha, TAO fee, alpha fee, TAO slippage, alpha slippage; zeros where it cannot
     * be done.
     */
    private static void simulate(
            WorkingState state, int netuid, Swap.Side side, long amount, ScaleCodecWriter out) {
        boolean buy = side == Swap.Side.BUY;
        Consumer<long[]> write =
                values -> {
                    for (long value : values) {
                        out.writeLong(value);
                    }
                };
        boolean exists = state.bool(Subtensor.NETWORKS_ADDED.key(netuid), false);
        Fixed price = Swap.price(state, netuid);
        Swap.Outcome outcome;
        try {
            outcome = Swap.simulated(state, netuid, side, exists ? amount : 0);
        } catch (DispatchError.DispatchFailure e) {
            write.accept(new long[6]);
            return;
        }
        Fixed ideal = buy ? Fixed.f64(amount).dividedBy(price) : Fixed.f64(amount).times(price);
        long slippage = exists ? Math.max(0, ideal.floor() - outcome.paidOut()) : 0;
        write.accept(
                buy
                        ? new long[] {
                            outcome.paidIn(), outcome.paidOut(), outcome.fee(), 0, 0, slippage
                        }
                        : new long[] {
                            outcome.paidOut(), outcome.paidIn(), 0, outcome.fee(), slippage, 0
                        });
    }
}
