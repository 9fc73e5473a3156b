package io.hypha.node.sync;

import io.hypha.node.LightNode.Subscription;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners of news of one kind, each on a thread of its own, so that a slow one holds up
 * nobody.
 */
final class Feed<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final int WAITING = 1_024;

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    Subscription subscribe(Consumer<T> consumer) {
        Listener listener = new Listener(consumer);
        listeners.add(listener);
        listener.thread.start();
        return listener;
    }

    void tell(T news) {
        listeners.forEach(each -> each.offer(news));
    }

    @Override
    public void close() {
        listeners.forEach(Listener::close);
    }

    private final class Listener implements Subscription {
        private final Consumer<T> consumer;
        private final BlockingQueue<T> queue = new LinkedBlockingQueue<>(WAITING);
        private final Thread thread = Thread.ofVirtual().name("listener").unstarted(this::run);

        Listener(Consumer<T> consumer) {
            this.consumer = consumer;
        }

        /** The oldest is dropped where too many wait: the newest says the most. */
        void offer(T news) {
            while (!queue.offer(news)) {
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
                LOG.error("a listener failed and gets no more", e);
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
