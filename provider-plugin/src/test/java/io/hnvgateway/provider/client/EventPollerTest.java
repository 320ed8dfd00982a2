package io.hnvgateway.provider.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.client.LoopbackServer.Answer;
import io.hnvgateway.provider.client.LoopbackServer.Asked;
import io.hnvgateway.provider.spi.EventSubscription;
import io.hnvgateway.provider.spi.GatewayCredentials;
import io.hnvgateway.provider.spi.GatewayProvider;
import io.hnvgateway.provider.spi.GatewaySession;
import io.hnvgateway.provider.spi.Occurrence;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventPollerTest {
    private final BlockingQueue<Occurrence> told = new LinkedBlockingQueue<>();
    private final Ring ring = new Ring();

    /// Events by number, of which the first ones are forgotten.
    private static final class Ring {
        private long count;
        private long kept;

        synchronized void add(long events, long keep) {
            count += events;
            kept = Math.max(kept, count - keep);
            notifyAll();
        }

        synchronized void startAgain() {
            count = 0;
            kept = 0;
        }

        synchronized Answer answer(Asked asked) {
            String query = asked.uri().getQuery();
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ArrayNode value = body.putArray("value");
            long lost = 0;
            if (query.startsWith("after=")) {
                long after = Long.parseLong(query.substring(6, query.indexOf('&')));
                waitForMore(after);
                long first = Math.max(after, kept);
                lost = Math.max(0, first - after);
                for (long number = first; number < count; number++) {
                    value.addObject()
                            .put("number", number)
                            .put("time", "2026-01-01T00:00:00Z")
                            .put("topic", "bgp");
                }
            }
            return Answer.json(200, body.put("next", count).put("lost", lost));
        }

        /// A short long poll.
        private void waitForMore(long after) {
            long deadlineNs = System.nanoTime() + 200_000_000;
            try {
                for (long leftNs = 200_000_000; after == count && leftNs > 0; ) {
                    TimeUnit.NANOSECONDS.timedWait(this, leftNs);
                    leftNs = deadlineNs - System.nanoTime();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Occurrence next() throws InterruptedException {
        Occurrence occurrence = told.poll(20, TimeUnit.SECONDS);
        assertThat(occurrence).isNotNull();
        return occurrence;
    }

    private void awaitStart(LoopbackServer server) throws InterruptedException {
        while (server.seen().size() < 2) {
            Thread.sleep(1);
        }
    }

    private static GatewaySession open(LoopbackServer server) throws Exception {
        return GatewayProvider.load()
                .open(
                        server.connectionString(),
                        GatewayCredentials.token(LoopbackServer.TOKEN.toCharArray()));
    }

    @Test
    void eventsFromNowOnAreToldAndLossesToo() throws Exception {
        ring.add(7, 10);
        try (LoopbackServer server = new LoopbackServer(ring::answer);
                GatewaySession session = open(server);
                EventSubscription _ = session.events(told::add)) {
            awaitStart(server);
            ring.add(1, 10);
            assertThat(next())
                    .isInstanceOfSatisfying(
                            Occurrence.Event.class,
                            event -> assertThat(event.number()).isEqualTo(7));
            ring.add(10, 2);
            assertThat(next())
                    .isInstanceOfSatisfying(
                            Occurrence.Lost.class, lost -> assertThat(lost.count()).isEqualTo(8));
            assertThat(next()).isInstanceOf(Occurrence.Event.class);
        }
    }

    @Test
    void aLostConnectionIsResumed() throws Exception {
        LoopbackServer first = new LoopbackServer(ring::answer);
        int port = first.port();
        try (GatewaySession session = open(first);
                EventSubscription _ = session.events(told::add)) {
            awaitStart(first);
            first.close();
            assertThat(next()).isInstanceOf(Occurrence.Disconnected.class);
            ring.add(1, 10);
            try (LoopbackServer _ = new LoopbackServer(ring::answer, port)) {
                assertThat(next()).isInstanceOf(Occurrence.Reconnected.class);
                assertThat(next()).isInstanceOf(Occurrence.Event.class);
            }
        }
    }

    @Test
    void aGatewayThatStartedAgainIsALossOfUnknownSize() throws Exception {
        ring.add(5, 10);
        try (LoopbackServer server = new LoopbackServer(ring::answer);
                GatewaySession session = open(server);
                EventSubscription _ = session.events(told::add)) {
            awaitStart(server);
            ring.startAgain();
            assertThat(next())
                    .isInstanceOfSatisfying(
                            Occurrence.Lost.class, lost -> assertThat(lost.count()).isEqualTo(-1));
        }
    }

    @Test
    void aClosedSubscriptionTellsNothingMore() throws Exception {
        try (LoopbackServer server = new LoopbackServer(ring::answer);
                GatewaySession session = open(server)) {
            EventSubscription subscription = session.events(told::add);
            awaitStart(server);
            subscription.close();
            ring.add(1, 10);
            assertThat(told).isEmpty();
        }
    }
}
