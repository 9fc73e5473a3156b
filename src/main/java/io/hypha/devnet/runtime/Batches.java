package io.hypha.devnet.runtime;

import io.hypha.node.scale.ScaleCodecWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Pallet 11: several calls in one. Rule: {@code pallet_utility} of Subtensor at spec 424. */
final class Batches {

    static final int MAX_CALLS = 10_922;

    private static final int PALLET = 11;
    private static final int BATCH_INTERRUPTED = 0;
    private static final int BATCH_COMPLETED = 1;
    private static final int BATCH_COMPLETED_WITH_ERRORS = 2;
    private static final int ITEM_COMPLETED = 3;
    private static final int ITEM_FAILED = 4;
    private static final DispatchError TOO_MANY_CALLS = new DispatchError.Module(PALLET, 0);

    private final Execution block;
    private final Dispatcher dispatcher;

    Batches(Execution block, Dispatcher dispatcher) {
        this.block = block;
        this.dispatcher = dispatcher;
    }

    /** Whether a call holds no batch directly in a batch: accounts may make no other. */
    static boolean isFlat(Call call) {
        return !(call instanceof Call.Batch(Call.BatchKind _, List<Call> calls))
                || calls.stream().noneMatch(Call.Batch.class::isInstance);
    }

    Fees.Weight run(Dispatcher.Origin origin, Call.Batch batch) {
        if (batch.calls().size() > MAX_CALLS) {
            throw TOO_MANY_CALLS.failure();
        }
        return switch (batch.kind()) {
            case BATCH -> untilOneFails(origin, batch);
            case BATCH_ALL -> allOrNothing(origin, batch);
            case FORCE_BATCH -> whateverFails(origin, batch);
        };
    }

    private Fees.Weight untilOneFails(Dispatcher.Origin origin, Call.Batch batch) {
        Fees.Weight used = Fees.Weight.NONE;
        for (int index = 0; index < batch.calls().size(); index++) {
            Attempt attempt = attempt(origin, batch.calls().get(index));
            used = used.plus(attempt.used());
            if (attempt.error().isPresent()) {
                int failed = index;
                event(
                        BATCH_INTERRUPTED,
                        out -> out.writeUint32(failed).writeFixed(attempt.error().get().encode()));
                return used.plus(Fees.batch(batch.kind(), index + 1));
            }
            event(ITEM_COMPLETED, _ -> {});
        }
        event(BATCH_COMPLETED, _ -> {});
        return used.plus(Fees.batch(batch.kind(), batch.calls().size()));
    }

    private Fees.Weight allOrNothing(Dispatcher.Origin origin, Call.Batch batch) {
        Dispatcher.Origin inside =
                switch (origin) {
                    case Dispatcher.Origin.Signed signed -> signed.butFor(Batches::isBatchAll);
                    case Dispatcher.Origin.Root root -> root;
                };
        Fees.Weight used = Fees.Weight.NONE;
        for (int index = 0; index < batch.calls().size(); index++) {
            Attempt attempt = attempt(inside, batch.calls().get(index));
            used = used.plus(attempt.used());
            if (attempt.error().isPresent()) {
                throw attempt.error()
                        .get()
                        .failureAfter(used.plus(Fees.batch(batch.kind(), index + 1)));
            }
            event(ITEM_COMPLETED, _ -> {});
        }
        event(BATCH_COMPLETED, _ -> {});
        return used.plus(Fees.batch(batch.kind(), batch.calls().size()));
    }

    private Fees.Weight whateverFails(Dispatcher.Origin origin, Call.Batch batch) {
        Fees.Weight used = Fees.Weight.NONE;
        boolean failed = false;
        for (Call call : batch.calls()) {
            Attempt attempt = attempt(origin, call);
            used = used.plus(attempt.used());
            if (attempt.error().isPresent()) {
                failed = true;
                event(ITEM_FAILED, out -> out.writeFixed(attempt.error().get().encode()));
            } else {
                event(ITEM_COMPLETED, _ -> {});
            }
        }
        event(failed ? BATCH_COMPLETED_WITH_ERRORS : BATCH_COMPLETED, _ -> {});
        return used.plus(Fees.batch(batch.kind(), batch.calls().size()));
    }

    private static boolean isBatchAll(Call call) {
        return call instanceof Call.Batch batch && batch.kind() == Call.BatchKind.BATCH_ALL;
    }

    private record Attempt(Fees.Weight used, Optional<DispatchError> error) {}

    private Attempt attempt(Dispatcher.Origin origin, Call call) {
        try {
            return new Attempt(dispatcher.dispatch(origin, call), Optional.empty());
        } catch (DispatchError.DispatchFailure failure) {
            Fees.Weight declared = Fees.weightOf(call);
            return new Attempt(
                    failure.used().map(used -> used.atMost(declared)).orElse(declared),
                    Optional.of(failure.error()));
        }
    }

    private void event(int variant, Consumer<ScaleCodecWriter> fields) {
        block.events().deposit(PALLET, variant, fields);
    }
}
