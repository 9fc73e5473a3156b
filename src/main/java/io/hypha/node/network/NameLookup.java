package io.hypha.node.network;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks for names on threads of the platform: the system's resolver blocks, and would hold a carrier
 * of all virtual threads for as long as it likes. Few are asked at once, and nobody waits for long.
 */
final class NameLookup {

    private static final int AT_ONCE = 4;

    /** What is asked about a name. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws IOException;
    }

    private final Semaphore free = new Semaphore(AT_ONCE);

    /**
     * Waits for an answer.
     *
     * @param name for the thread
     * @param place begins the reason
     * @throws Unreachable when there is none in time, or the question failed
     */
    <T> T ask(String name, String place, Duration wait, Question<T> question) throws Unreachable {
        CompletableFuture<T> found = new CompletableFuture<>();
        try {
            if (!free.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Unreachable(place + ": too many names are being resolved");
            }
            Thread.ofPlatform().daemon().name("resolve " + name).start(() -> run(question, found));
            return found.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new Unreachable(place + ": name not resolved within " + wait.toMillis() + " ms");
        } catch (ExecutionException _) {
            throw new Unreachable(place + ": name not resolved");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Unreachable(place + ": the network is closing");
        }
    }

    private <T> void run(Question<T> question, CompletableFuture<T> found) {
        try {
            found.complete(question.ask());
        } catch (IOException | RuntimeException e) {
            found.completeExceptionally(e);
        } finally {
            free.release();
        }
    }
}
