package io.hnvgateway.app.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.control.ChangeRecord;
import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.app.control.ControlException;
import io.hnvgateway.app.control.ControlServer;
import io.hnvgateway.app.control.DiagnosticRequests;
import io.hnvgateway.app.control.ExplainQuery;
import io.hnvgateway.app.control.Explanation;
import io.hnvgateway.app.control.FakeBackend;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.app.control.Status;
import io.hnvgateway.app.control.Topic;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.app.events.EventLog;
import io.hnvgateway.app.probe.ProbeResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JudgeBootCommandTest {
    @TempDir private Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private volatile String workers = "";
    private volatile String clock = "";
    private final AtomicLong forwarded = new AtomicLong();

    /// More frames were forwarded each time one asks.
    private volatile boolean trafficFlows;

    private volatile List<ProbeResult> probes = List.of();
    private @Nullable ControlServer server;

    /// A row of `show health`.
    record Check(String check, String state, String reason) {}

    /// With the health and the counters that the test wants.
    private final class Told implements ControlBackend {
        private final FakeBackend rest = new FakeBackend();

        @Override
        public List<? extends Record> show(Topic topic, @Nullable String tenant)
                throws ControlException {
            return switch (topic) {
                case HEALTH ->
                        List.of(new Check("workers", "", workers), new Check("clock", "", clock));
                case COMPARTMENTS ->
                        List.of(
                                new Rows.Compartment(
                                        "contoso",
                                        "",
                                        "",
                                        "",
                                        "",
                                        0,
                                        0,
                                        0,
                                        0,
                                        trafficFlows
                                                ? forwarded.incrementAndGet()
                                                : forwarded.get(),
                                        0,
                                        0,
                                        1));
                default -> rest.show(topic, tenant);
            };
        }

        @Override
        public Explanation explain(ExplainQuery query) {
            return rest.explain(query);
        }

        @Override
        public Status status() {
            return rest.status();
        }

        @Override
        public boolean drain(boolean wanted) {
            return rest.drain(wanted);
        }
    }

    @BeforeEach
    void configure() throws IOException {
        write("etc/hnv-gateway/connection-string", "x");
        write("etc/os-release", "IMAGE_VERSION=0.1.1\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void start() throws IOException {
        ControlServer started =
                ControlServer.start(
                        root.resolve("control.sock"),
                        new DesiredStateApplier(
                                Examples.connection(Examples.CONNECTION),
                                () -> Examples.HOST,
                                new Examples.MemoryStore(),
                                new Examples.RecordingTarget()),
                        new Told(),
                        new EventLog(),
                        ChangeRecord.NONE);
        server = started;
        new DiagnosticRequests(hosts -> probes, null).serve(started.further());
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private int judge(int seconds) {
        return HnvCtl.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(
                        "--socket",
                        root.resolve("control.sock").toString(),
                        "judge-boot",
                        "--root",
                        root.toString(),
                        "--seconds",
                        Integer.toString(seconds),
                        "--pause-ms",
                        "10");
    }

    private static ProbeResult probe(String name, String target, boolean passed) {
        return new ProbeResult(
                name,
                target,
                passed ? ProbeResult.Status.PASSED : ProbeResult.Status.FAILED,
                passed ? "answers" : "is silent");
    }

    private String refused() throws IOException {
        Path file = root.resolve("var/lib/hnv-update/refused");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Test
    void aGatewayThatForwardsIsGood() throws IOException {
        start();
        clock = "follows no source";
        probes =
                List.of(
                        probe("front-end-next-hop", "198.51.100.254", true),
                        probe("provider-address-reachable", "192.0.2.11", false),
                        probe("provider-address-reachable", "192.0.2.12", true),
                        probe("free-capacity", "", false));
        assertThat(judge(0)).isZero();
        assertThat(out.toString()).contains("good: traffic forwards");
        assertThat(refused()).isEmpty();
    }

    @Test
    void aGatewayThatDoesNotAnswerIsNotAndThatIsRemembered() throws IOException {
        assertThat(judge(0)).isEqualTo(1);
        assertThat(err.toString()).contains("no gateway answers");
        assertThat(refused()).contains("version=0.1.1\n", "reason=gateway: no gateway answers");
    }

    @Test
    void aWorkerThatStandsIsNot() throws IOException {
        start();
        workers = "worker-0 made no turn for 5 s";
        assertThat(judge(0)).isEqualTo(1);
        assertThat(err.toString()).contains("workers: worker-0 made no turn");
    }

    @Test
    void anUnderlayThatIsSilentIsNot() throws IOException {
        start();
        probes = List.of(probe("front-end-next-hop", "198.51.100.254", false));
        assertThat(judge(0)).isEqualTo(1);
        probes = List.of(probe("interface", "eth0", false), probe("interface", "eth1", true));
        assertThat(judge(0)).isEqualTo(1);
        assertThat(err.toString()).contains("198.51.100.254: is silent", "interface eth0");
    }

    @Test
    void whereTenantsHadTrafficSomeHasToFlowAgain() throws IOException {
        start();
        write("var/lib/hnv-update/before", "forwarding=yes\n");
        assertThat(judge(0)).isEqualTo(1);
        assertThat(err.toString()).contains("no frame was forwarded yet");
        forwarded.set(7);
        assertThat(judge(0)).isZero();
    }

    /// Who drains a gateway before an update has its tenants elsewhere.
    @Test
    void aDrainedGatewayNeedNotForward() throws IOException {
        start();
        write("var/lib/hnv-update/before", "forwarding=yes\n");
        String socket = root.resolve("control.sock").toString();
        assertThat(HnvCtl.commandLine().execute("--socket", socket, "drain")).isZero();
        assertThat(judge(0)).isZero();
    }

    @Test
    void waitsForWhatComesLater() throws IOException {
        start();
        workers = "worker-0 has not begun";
        Thread.ofVirtual().start(() -> workers = "");
        assertThat(judge(50)).isZero();
    }

    @Test
    void anApplianceThatNobodyConfiguredIsGood() throws IOException {
        Files.delete(root.resolve("etc/hnv-gateway/connection-string"));
        assertThat(judge(0)).isZero();
        assertThat(out.toString()).contains("nothing to forward");
    }

    @Test
    void notesBeforeAnUpdateWhetherFramesAreForwarded() throws Exception {
        start();
        Appliance appliance = new Appliance(root);
        BeforeUpdate.note(appliance, root.resolve("control.sock"));
        assertThat(BeforeUpdate.wasForwarding(appliance)).isFalse();
        trafficFlows = true;
        BeforeUpdate.note(appliance, root.resolve("control.sock"));
        assertThat(BeforeUpdate.wasForwarding(appliance)).isTrue();
    }
}
