package io.hnvgateway.provider.client;

import io.hnvgateway.provider.spi.EventListener;
import io.hnvgateway.provider.spi.EventSubscription;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The subscriptions of a session, which end with it. Any thread.
final class Subscriptions implements AutoCloseable {
    private final Set<Subscription> open = ConcurrentHashMap.newKeySet();

    /// On a connection of its own, so that it keeps nobody else's request waiting.
    EventSubscription start(RestGatewayProvider.Opened opened, EventListener listener) {
        RestConnection connection = opened.connect(Patience.NONE);
        EventPoller poller = new EventPoller(connection, listener);
        Subscription subscription = new Subscription(connection, poller);
        open.add(subscription);
        subscription.thread.start();
        return subscription;
    }

    @Override
    public void close() {
        open.forEach(Subscription::close);
    }

    /// One listener's.
    private final class Subscription implements EventSubscription {
        private final RestConnection connection;
        private final EventPoller poller;
        private final Thread thread;

        Subscription(RestConnection connection, EventPoller poller) {
            this.connection = connection;
            this.poller = poller;
            this.thread = Thread.ofVirtual().name("gateway-events").unstarted(this::run);
        }

        private void run() {
            try {
                poller.run();
            } finally {
                connection.close();
                open.remove(this);
            }
        }

        @Override
        public void close() {
            poller.stop();
            connection.close();
            thread.interrupt();
            if (Thread.currentThread() == thread) {
                return;
            }
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // it ends all the same
            }
        }
    }
}
