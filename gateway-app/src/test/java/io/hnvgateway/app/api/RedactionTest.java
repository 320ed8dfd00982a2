package io.hnvgateway.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.app.control.ControlException;
import io.hnvgateway.app.control.ExplainQuery;
import io.hnvgateway.app.control.Explanation;
import io.hnvgateway.app.control.FakeBackend;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.app.control.Status;
import io.hnvgateway.app.control.Topic;
import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.packet.DropReason;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What diagnostics tell a tenant.
class RedactionTest {
    private static final String EXPLAIN =
            "/diagnostics/explain?tenant=contoso&source=10.0.0.10&destination=203.0.113.9";

    private final Backend backend = new Backend();
    private final ApiScene scene = new ApiScene(backend);

    RedactionTest() {
        assertThat(scene.applier.apply(Examples.twoTenants(), false).isRefused()).isFalse();
    }

    /// A gateway at which another tenant has the destination.
    private static final class Backend implements ControlBackend {
        private final FakeBackend rest = new FakeBackend();
        final Semaphore reads = new Semaphore(0);
        final Semaphore end = new Semaphore(0);

        @Override
        public List<? extends Record> show(Topic topic, @Nullable String tenant)
                throws ControlException {
            return switch (topic) {
                case RECORDS ->
                        List.of(record("web1", "192.0.2.11"), record("web2", "192.0.2.111"));
                case DROPS ->
                        List.of(
                                drop(DropReason.PROTECTED_DESTINATION, 3),
                                drop(DropReason.OTHER_TENANT, 4));
                case SESSIONS -> {
                    reads.release();
                    end.acquireUninterruptibly();
                    end.release();
                    yield List.of();
                }
                case BGP_ADVERTISED ->
                        List.of(
                                new Rows.BgpAdvertised(
                                        String.valueOf(tenant),
                                        "peer",
                                        "0.0.0.0/0",
                                        "",
                                        "",
                                        "",
                                        ""));
                default -> rest.show(topic, tenant);
            };
        }

        private static Rows.LookupRecord record(String name, String host) {
            return new Rows.LookupRecord(
                    "contoso", name, "10.0.0.10", 5001, "02:00:00:00:00:01", host);
        }

        private static Rows.Drop drop(DropReason reason, long frames) {
            return new Rows.Drop("contoso", reason.label(), frames, reason.sentence());
        }

        @Override
        public Explanation explain(ExplainQuery query) {
            DropReason reason = DropReason.OTHER_TENANT;
            return new Explanation(
                    List.of(
                            new Explanation.Step("deliver", "by NVGRE", "PA 192.0.2.111."),
                            new Explanation.Step("drop", reason.label(), reason.source())),
                    "dropped: " + reason.sentence());
        }

        @Override
        public Status status() {
            return rest.status();
        }

        @Override
        public boolean drain(boolean drained) {
            return rest.drain(drained);
        }
    }

    @Test
    void explainHidesHostsAndThatThereAreOtherTenants() {
        String told = scene.call("GET", EXPLAIN).as(ApiScene.TENANT).send().text();
        assertThat(told)
                .doesNotContainIgnoringCase("other")
                .doesNotContain("192.0.2.")
                .contains(
                        "\"because\":\"PA (host).\"",
                        Objects.requireNonNull(DropReason.PROTECTED_DESTINATION.sentence()));
        assertThat(scene.get(EXPLAIN).text()).contains("192.0.2.111", "another tenant");
    }

    @Test
    void countsOfDropsDoToo() {
        ApiScene.Answer drops =
                scene.call("GET", "/diagnostics/dropReasons").as(ApiScene.TENANT).send();
        assertThat(drops.text()).doesNotContainIgnoringCase("other");
        assertThat(drops.json().path("value")).hasSize(1);
        assertThat(drops.json().at("/value/0/frames").asLong()).isEqualTo(7);
    }

    private ApiScene.Answer shown(String topic) {
        return scene.call("GET", "/diagnostics/show/" + topic).as(ApiScene.TENANT).send();
    }

    @Test
    @Timeout(30)
    void workersLookForSessionsOfOneTenantAtATime() throws Exception {
        Thread first = Thread.ofVirtual().start(() -> shown("sessions"));
        backend.reads.acquire();
        Thread second =
                Thread.ofVirtual()
                        .start(() -> {
                            assertThat(shown("sessions").status()).isEqualTo(429);
                            backend.reads.release(10);
                        });
        backend.reads.acquire(10);
        backend.end.release();
        first.join();
        second.join();
        assertThat(shown("sessions").status()).isEqualTo(200);
    }

    @Test
    void aNetworkWithTheNameOfTheProvidersRouterIsNotToldOfThat() {
        assertThat(shown("bgp-advertised").text()).contains("0.0.0.0/0");
        String renamed = Examples.twoTenants().toString().replace("contoso", "default");
        assertThat(scene.put("/desiredState", renamed).status()).isEqualTo(200);
        ApiScene.Answer answer = shown("bgp-advertised");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("value")).isEmpty();
    }
}
