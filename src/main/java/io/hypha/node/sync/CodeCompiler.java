package io.hypha.node.sync;

import io.hypha.node.runtime.RuntimeCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles code in the background, one after the other, on a thread that is there only while there
 * is work. Until it is done the code is interpreted.
 */
final class CodeCompiler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CodeCompiler.class);

    /** A large runtime takes some seconds, and cannot be interrupted. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    private static final int WAITING = 4;

    private final Deque<RuntimeCode> queue = new ArrayDeque<>();

    /** The last one, which may be over. */
    private @Nullable Thread thread;

    private boolean working;
    private @Nullable RuntimeCode atWork;
    private boolean closed;

    /** Compiles that code soon, unless it is compiled. */
    synchronized void soon(RuntimeCode code) {
        if (closed
                || code.compiled()
                || code == atWork
                || queue.contains(code)
                || queue.size() >= WAITING) {
            return;
        }
        queue.add(code);
        if (!working) {
            working = true;
            thread = Thread.ofPlatform().name("runtime-compiler").daemon().start(this::work);
        }
    }

    private synchronized @Nullable RuntimeCode next() {
        atWork = closed ? null : queue.poll();
        working = atWork != null;
        return atWork;
    }

    private void work() {
        RuntimeCode code = next();
        while (code != null) {
            compile(code);
            code = next();
        }
    }

    private static void compile(RuntimeCode code) {
        long begin = System.nanoTime();
        if (code.compile()) {
            LOG.info(
                    "runtime code {} compiled in {} ms",
                    code.codeHash().toShortHex(),
                    (System.nanoTime() - begin) / 1_000_000);
        } else {
            LOG.warn("runtime code {} stays interpreted", code.codeHash().toShortHex());
        }
    }

    @Override
    public void close() {
        Thread last;
        synchronized (this) {
            closed = true;
            queue.clear();
            last = thread;
        }
        if (last != null) {
            try {
                last.join(LAST_WORDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
