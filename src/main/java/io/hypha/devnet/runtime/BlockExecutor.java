package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs blocks: what happens before, between and after the extrinsics. */
final class BlockExecutor {

    private static final int BLOCK_HASH_COUNT = 2_400;
    private static final int SYSTEM = 0;
    private static final int EXTRINSIC_SUCCESS = 0;
    private static final int EXTRINSIC_FAILED = 1;
    private static final int TRANSACTION_PAYMENT = 6;

    private final DevnetSpec spec;
    private final Upgrades upgrades;
    private final WeightScript weights;
    private final HistoryScript history;

    BlockExecutor(DevnetSpec spec, Population population, Upgrades upgrades, WeightScript weights) {
        this.spec = spec;
        this.upgrades = upgrades;
        this.weights = weights;
        this.history = new HistoryScript(population, spec);
    }

    BlockResult execute(StateView parent, BlockContext context, List<Bytes> extrinsics) {
        WorkingState state = new WorkingState(parent);
        requireNext(state, context);
        Execution block =
                new Execution(
                        state,
                        new EventLog(),
                        context.number(),
                        author(state, context.slot()),
                        upgrades);
        Release office = upgrades.inOffice(parent);
        Upgrades.begin(state, office);
        initialize(block, context);
        List<Bytes> included = new ArrayList<>();
        List<BlockResult.Refused> refused = new ArrayList<>();
        for (Bytes extrinsic : extrinsics) {
            block.events().enterExtrinsic(included.size());
            Optional<Validity.Refusal> refusal =
                    apply(office, block, context, extrinsic, included.isEmpty());
            if (refusal.isPresent()) {
                refused.add(new BlockResult.Refused(extrinsic, refusal.get()));
            } else {
                included.add(extrinsic);
            }
        }
        List<DigestItem> announced = finish(block, context);
        return new BlockResult(
                state.changes(), announced, List.copyOf(included), List.copyOf(refused));
    }

    static List<Hash256> authorities(WorkingState state) {
        return new ScaleCodecReader(state.get(Items.AURA_AUTHORITIES.prefix()).orElseThrow())
                .readVector(32, ScaleCodecReader::readHash);
    }

    private static Bytes author(WorkingState state, long slot) {
        List<Hash256> authorities = authorities(state);
        return authorities.get((int) (slot % authorities.size())).toBytes();
    }

    private static void requireNext(WorkingState state, BlockContext context) {
        long number = state.u32(Items.NUMBER.prefix());
        if (context.number() != number + 1) {
            throw new IllegalArgumentException(
                    "block " + context.number() + " does not follow the state of block " + number);
        }
        long slot = state.u64(Items.CURRENT_SLOT.prefix());
        if (context.slot() <= slot) {
            throw new IllegalArgumentException(
                    "slot " + context.slot() + " is not after slot " + slot);
        }
    }

    private void initialize(Execution block, BlockContext context) {
        WorkingState state = block.state();
        state.putU32(Items.NUMBER.prefix(), context.number());
        state.put(Items.PARENT_HASH.prefix(), context.parentHash().toBytes());
        state.put(
                Items.BLOCK_HASH.key(StorageItem.u32(context.number() - 1)),
                context.parentHash().toBytes());
        putDigest(state, context, List.of());
        state.putU64(Items.CURRENT_SLOT.prefix(), context.slot());
        Coinbase coinbase = new Coinbase(block);
        for (int netuid : coinbase.subnets()) {
            state.addU64(Subtensor.BLOCKS_SINCE_LAST_STEP.key(netuid), 1);
        }
        if (context.number() <= spec.historyBlocks()) {
            history.play(block);
        }
        if (spec.isEpoch(context.number())) {
            long now = context.slot() * spec.slotDurationMillis();
            weights.reveal(state, context.number());
            coinbase.run(now - state.u64(WellKnown.SETTLED), now - spec.genesisTimeMillis());
            state.putU64(WellKnown.SETTLED, now);
        }
    }

    /** Applies an extrinsic, or says why it cannot stand in this block. */
    private Optional<Validity.Refusal> apply(
            Release office, Execution block, BlockContext context, Bytes bytes, boolean isFirst) {
        Extrinsic extrinsic;
        try {
            extrinsic = office.decode(bytes);
        } catch (ScaleException e) {
            return Optional.of(new Validity.Invalid(Validity.InvalidTransaction.CALL));
        }
        return switch (extrinsic) {
            case Extrinsic.Bare(Call call) -> applyInherent(block, context, call, bytes, isFirst);
            case Extrinsic.Signed signed ->
                    isFirst
                            ? Optional.of(
                                    new Validity.Invalid(
                                            Validity.InvalidTransaction.MANDATORY_VALIDATION))
                            : applySigned(office, block, context, signed, bytes.size());
        };
    }

    private Optional<Validity.Refusal> applyInherent(
            Execution block, BlockContext context, Call call, Bytes bytes, boolean isFirst) {
        long now = context.slot() * spec.slotDurationMillis();
        if (!isFirst || !(call instanceof Call.SetTimestamp(long millis))) {
            return Optional.of(Validity.Unknown.NO_UNSIGNED_VALIDATOR);
        }
        if (millis != now) {
            return Optional.of(new Validity.Invalid(Validity.InvalidTransaction.BAD_MANDATORY));
        }
        block.state().putU64(Items.NOW.prefix(), millis);
        eventDone(block, Bytes.EMPTY, Fees.feeOf(call, bytes.size()), true);
        return Optional.empty();
    }

    private static Optional<Validity.Refusal> applySigned(
            Release office,
            Execution block,
            BlockContext context,
            Extrinsic.Signed transaction,
            int length) {
        WorkingState state = block.state();
        if (office.check().check(state, context, transaction, length)
                instanceof Validity.Refusal refusal) {
            return Optional.of(refusal);
        }
        Bytes signer = transaction.signer();
        AccountInfo account = AccountInfo.read(state, signer);
        if (transaction.nonce() != account.nonce()) {
            return Optional.of(new Validity.Invalid(Validity.InvalidTransaction.FUTURE));
        }
        int mark = state.mark();
        account.withNonce(account.nonce() + 1).write(state, signer);
        FeeInfo fee = Fees.feeOf(transaction.call(), length);
        long sum = Math.addExact(fee.partialFeeRao(), transaction.tip());
        Optional<FeePayment.Paid> paid =
                new FeePayment(state).take(block, signer, transaction.call(), sum);
        if (paid.isEmpty()) {
            state.rollBack(mark);
            return Optional.of(new Validity.Invalid(Validity.InvalidTransaction.PAYMENT));
        }
        Dispatched done = dispatch(block, signer, transaction.call());
        FeeInfo used = Fees.feeOf(transaction.call(), length, done.used());
        boolean pays = !(transaction.call() instanceof Call.Sudo) || !done.error().isEmpty();
        long due = pays ? used.partialFeeRao() + transaction.tip() : transaction.tip();
        FeePayment.settle(block, signer, paid.get(), due);
        block.events()
                .deposit(
                        TRANSACTION_PAYMENT,
                        0,
                        out -> out.writeFixed(signer).writeLong(due).writeLong(transaction.tip()));
        eventDone(block, done.error(), used, pays);
        return Optional.empty();
    }

    /**
     * @param error encoded, empty on success
     */
    private record Dispatched(Bytes error, Fees.Weight used) {}

    private static Dispatched dispatch(Execution block, Bytes signer, Call call) {
        try {
            return new Dispatched(Bytes.EMPTY, new Dispatcher(block).dispatch(signer, call));
        } catch (DispatchError.DispatchFailure failure) {
            Fees.Weight declared = Fees.weightOf(call);
            return new Dispatched(
                    failure.error().encode(),
                    failure.used().map(used -> used.atMost(declared)).orElse(declared));
        }
    }

    private static void eventDone(Execution block, Bytes error, FeeInfo fee, boolean pays) {
        int variant = error.isEmpty() ? EXTRINSIC_SUCCESS : EXTRINSIC_FAILED;
        block.events()
                .deposit(
                        SYSTEM,
                        variant,
                        out ->
                                out.writeFixed(error)
                                        .writeCompact(fee.refTime())
                                        .writeCompact(fee.proofSize())
                                        .writeUByte(fee.dispatchClass().index())
                                        .writeUByte(pays ? 0 : 1));
    }

    /** The digest as far as the runtime knows it: without the seal. */
    private static void putDigest(
            WorkingState state, BlockContext context, List<DigestItem> announced) {
        ScaleCodecWriter digest = new ScaleCodecWriter().writeCompact(1 + announced.size());
        new DigestItem.PreRuntime(EngineId.AURA, WorkingState.littleEndian(context.slot(), 8))
                .write(digest);
        announced.forEach(item -> item.write(digest));
        state.put(Items.DIGEST.prefix(), digest.toBytes());
    }

    /** What the header announces. */
    private static List<DigestItem> finish(Execution block, BlockContext context) {
        WorkingState state = block.state();
        block.events().enterFinalization();
        List<DigestItem> announced = new ArrayList<>();
        if (Upgrades.isAnnounced(state)) {
            announced.add(new DigestItem.RuntimeEnvironmentUpdated());
        }
        announced.addAll(new VoterChanges(state).finish(context.number(), block.events()));
        if (!announced.isEmpty()) {
            putDigest(state, context, announced);
        }
        state.put(Items.EVENTS.prefix(), block.events().encode());
        state.putU32(Items.EVENT_COUNT.prefix(), block.events().count());
        long old = context.number() - BLOCK_HASH_COUNT - 1;
        if (old > 0) {
            state.remove(Items.BLOCK_HASH.key(StorageItem.u32(old)));
        }
        return List.copyOf(announced);
    }
}
