package io.hypha.node.runtime;

import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.Instance;
import io.hypha.node.bytes.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One call: an instance, its memory and heap, and what host functions need to know. */
final class HostCall {

    private static final String MEMORY_ENDS = "this process has no memory left for the call";

    /** The memory of the instance and the heap in it. */
    private record Guest(GuestMemory memory, HeapAllocator heap) {}

    private final RuntimeCode code;
    private final CallLimits limits;
    private final AssumedSignatures assumed;
    private final CallStorage storage;
    private final CallThread thread;
    private final LogBook log;
    private final SignatureBatch batch = new SignatureBatch();
    private final boolean isNested;
    private @Nullable Guest guest;

    HostCall(
            RuntimeCode code,
            RuntimeState state,
            Overlay overlay,
            CallLimits limits,
            AssumedSignatures assumed,
            CallThread thread) {
        this(
                code,
                limits,
                assumed,
                new CallStorage(state, overlay, limits, thread),
                thread,
                new LogBook(limits.logBytes()),
                false);
    }

    private HostCall(
            RuntimeCode code,
            CallLimits limits,
            AssumedSignatures assumed,
            CallStorage storage,
            CallThread thread,
            LogBook log,
            boolean isNested) {
        this.code = code;
        this.limits = limits;
        this.assumed = assumed;
        this.storage = storage;
        this.thread = thread;
        this.log = log;
        this.isNested = isNested;
    }

    CallOutcome run(String method, Bytes parameters) {
        CallEndedException.Cause cause;
        try {
            Bytes result = perform(method, parameters);
            CallEndedException.Cause stopped = thread.whyStopped();
            if (stopped == null) {
                return new CallOutcome.Returned(result, log.lines());
            }
            cause = stopped;
        } catch (CallEndedException e) {
            cause = e.why();
        } catch (StackOverflowError e) {
            cause = new CallEndedException.Cause.Reached(Limit.DEPTH, depthReason());
        } catch (OutOfMemoryError e) {
            cause = new CallEndedException.Cause.Reached(Limit.MEMORY, MEMORY_ENDS);
        } catch (RuntimeException | AssertionError | LinkageError e) {
            cause = failure(e);
        } finally {
            storage.closeTransactions();
        }
        return outcome(cause);
    }

    private CallOutcome outcome(CallEndedException.Cause cause) {
        List<LogLine> lines = log.lines();
        return switch (cause) {
            case CallEndedException.Cause.Trap(String reason) ->
                    new CallOutcome.Trapped(reason, lines);
            case CallEndedException.Cause.Reached(Limit limit, String reason) ->
                    new CallOutcome.Limited(limit, reason, lines);
            case CallEndedException.Cause.NoState(String reason) ->
                    new CallOutcome.Unavailable(reason, lines);
        };
    }

    /** What the machine threw, in our words: it has no types for all of it. */
    private CallEndedException.Cause failure(Throwable thrown) {
        CallEndedException.Cause stopped = thread.whyStopped();
        if (stopped != null) {
            return stopped;
        }
        if (thrown.getCause() instanceof StackOverflowError) {
            return new CallEndedException.Cause.Reached(Limit.DEPTH, depthReason());
        }
        String said = log.lastError();
        String message =
                thrown.getMessage() == null ? thrown.getClass().getName() : thrown.getMessage();
        return new CallEndedException.Cause.Trap(said.isEmpty() ? message : message + ": " + said);
    }

    private String depthReason() {
        return "calls inside the code nest too deeply for a stack of " + limits.stackBytes();
    }

    private Bytes perform(String method, Bytes parameters) {
        if (!code.entryPoints().contains(method)) {
            throw CallEndedException.trap(
                    code.exports().contains(method)
                            ? method + " is no entry point: it is not (i32, i32) -> i64"
                            : "the code has no entry point " + method);
        }
        Instance instance = code.instantiate(this, limits);
        GuestMemory memory = new GuestMemory(instance.memory());
        HeapAllocator heap = new HeapAllocator(memory, heapBase(instance));
        guest = new Guest(memory, heap);
        int address = store(parameters.toArray());
        ExportFunction entry = instance.export(method);
        long[] returned = entry.apply(address, parameters.size());
        long fat = returned[0];
        long length = fat >>> 32;
        if (length > limits.outputBytes()) {
            throw CallEndedException.reached(
                    Limit.OUTPUT,
                    "the result has " + length + " bytes, the limit is " + limits.outputBytes());
        }
        return memory.bytes(fat);
    }

    private static long heapBase(Instance instance) {
        return Integer.toUnsignedLong(
                (int) instance.exports().global(RuntimeCode.HEAP_BASE).getValue());
    }

    private Guest guest() {
        Guest known = guest;
        if (known == null) {
            throw CallEndedException.trap("a host function was called before the entry point");
        }
        return known;
    }

    GuestMemory memory() {
        return guest().memory();
    }

    HeapAllocator heap() {
        return guest().heap();
    }

    CallStorage storage() {
        return storage;
    }

    LogBook log() {
        return log;
    }

    SignatureBatch batch() {
        return batch;
    }

    AssumedSignatures assumed() {
        return assumed;
    }

    /** Copies bytes into a new block of the heap and gives its address. */
    int store(byte[] bytes) {
        int address = heap().allocate(bytes.length);
        memory().write(address, bytes);
        return address;
    }

    /** The same, as a fat pointer. */
    long storeFat(byte[] bytes) {
        return GuestMemory.fat(store(bytes), bytes.length);
    }

    long storeFat(Bytes bytes) {
        return storeFat(bytes.toArray());
    }

    /** The encoded version of another blob; empty where it has none, or asks for that itself. */
    Optional<Bytes> versionOf(Bytes blob) {
        if (isNested) {
            return Optional.empty();
        }
        return switch (RuntimeCode.of(blob)) {
            case CodeLoading.Refused _ -> Optional.empty();
            case CodeLoading.Loaded(RuntimeCode other) ->
                    other.version().map(RuntimeVersionSection::encode).or(() -> ask(other));
        };
    }

    private Optional<Bytes> ask(RuntimeCode other) {
        CallStorage nothing =
                new CallStorage(
                        RuntimeState.of(new TreeMap<>()), new Overlay(limits), limits, thread);
        HostCall nested =
                new HostCall(other, limits, AssumedSignatures.NONE, nothing, thread, log, true);
        CallOutcome outcome = nested.run("Core_version", Bytes.EMPTY);
        thread.requireTime();
        return outcome instanceof CallOutcome.Returned(Bytes version, List<LogLine> _)
                ? Optional.of(version)
                : Optional.empty();
    }
}
