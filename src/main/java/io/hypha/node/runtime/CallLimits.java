package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import java.time.Duration;

/**
 * What one call may use.
 *
 * @param time in the code and in host functions, without waiting for the state
 * @param memoryPages of 64 KiB, linear memory of the code
 * @param outputBytes of the result
 * @param reads questions to the state
 * @param stackBytes of the thread that the call runs on: the nesting of calls inside the code
 * @param changedBytes keys and values that the overlay holds, earlier ones for a rollback included
 * @param transactions storage transactions inside each other
 * @param logBytes of all log lines
 */
public record CallLimits(
        Duration time,
        int memoryPages,
        int outputBytes,
        int reads,
        int stackBytes,
        int changedBytes,
        int transactions,
        int logBytes) {

    private static final int MAX_PAGES = 32_767;
    private static final int MOST_HEAP_PAGES = 8_192;

    /** What the code's own data takes beside the pages of its heap. */
    private static final int PAGES_OF_DATA = 128;

    private static final int LEAST_STACK = 512 << 10;

    /**
     * Generous for a runtime of a large chain: a node grants 2 048 pages, and no limit of time; the
     * metadata of such a one takes some seconds when it is interpreted on a busy machine.
     */
    public static final CallLimits DEFAULT =
            new CallLimits(
                    Duration.ofSeconds(20),
                    2_048,
                    32 << 20,
                    200_000,
                    16 << 20,
                    64 << 20,
                    256,
                    256 << 10);

    public CallLimits {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("a call needs time, was given " + time);
        }
        if (memoryPages < 1 || memoryPages > MAX_PAGES) {
            throw new IllegalArgumentException(
                    "memory has 1.." + MAX_PAGES + " pages, was " + memoryPages);
        }
        if (stackBytes < LEAST_STACK) {
            throw new IllegalArgumentException(
                    "a stack has " + LEAST_STACK + " bytes at least, was " + stackBytes);
        }
        if (outputBytes < 0 || reads < 0 || changedBytes < 0 || transactions < 0 || logBytes < 0) {
            throw new IllegalArgumentException("a limit is below zero");
        }
    }

    public CallLimits withTime(Duration newTime) {
        return new CallLimits(
                newTime,
                memoryPages,
                outputBytes,
                reads,
                stackBytes,
                changedBytes,
                transactions,
                logBytes);
    }

    /**
     * With as much memory as a chain asks for.
     *
     * @param heapPages the value of {@code :heappages}, a little-endian u64; anything else changes
     *     nothing, nor does what no honest chain asks for
     */
    public CallLimits withHeapPages(Bytes heapPages) {
        if (heapPages.size() != Long.BYTES) {
            return this;
        }
        long pages = new ScaleCodecReader(heapPages).readLong();
        return pages < 0 || pages > MOST_HEAP_PAGES
                ? this
                : new CallLimits(
                        time,
                        (int) pages + PAGES_OF_DATA,
                        outputBytes,
                        reads,
                        stackBytes,
                        changedBytes,
                        transactions,
                        logBytes);
    }
}
