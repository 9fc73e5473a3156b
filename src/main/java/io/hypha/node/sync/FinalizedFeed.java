package io.hypha.node.sync;

import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode.Subscription;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners of new finalized heads, each on a thread of its own, so that a slow one holds up
 * nobody.
 */
final class FinalizedFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FinalizedFeed.class);
    private static final int WAITING = 1_024;

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    Subscription subscribe(Consumer<FinalizedHead> consumer) {
        Listener listener = new Listener(consumer);
        listeners.add(listener);
        listener.thread.start();
        return listener;
    }

    void tell(FinalizedHead head) {
        listeners.forEach(each -> each.offer(head));
    }

    @Override
    public void close() {
        listeners.forEach(Listener::close);
    }

    private final class Listener implements Subscription {
        private final Consumer<FinalizedHead> consumer;
        private final BlockingQueue<FinalizedHead> queue = new LinkedBlockingQueue<>(WAITING);
        private final Thread thread =
                Thread.ofVirtual().name("finalized heads").unstarted(this::run);

        Listener(Consumer<FinalizedHead> consumer) {
            this.consumer = consumer;
        }

        /** The oldest head is dropped where too many wait: the newest says the most. */
        void offer(FinalizedHead head) {
            while (!queue.offer(head)) {
                queue.poll();
            }
        }

        private void run() {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    consumer.accept(queue.take());
                }
            } catch (InterruptedException e) {
                LOG.debug("a listener ended");
            } catch (RuntimeException e) {
                LOG.error("a listener of finalized heads failed and gets no more", e);
            } finally {
                listeners.remove(this);
            }
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}
