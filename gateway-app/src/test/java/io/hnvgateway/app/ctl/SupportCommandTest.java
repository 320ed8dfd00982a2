package io.hnvgateway.app.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.control.ChangeRecord;
import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.app.control.ControlException;
import io.hnvgateway.app.control.ControlServer;
import io.hnvgateway.app.control.ExplainQuery;
import io.hnvgateway.app.control.Explanation;
import io.hnvgateway.app.control.FakeBackend;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.app.control.Status;
import io.hnvgateway.app.control.Topic;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.app.events.EventLog;
import io.hnvgateway.app.support.Redaction;
import io.hnvgateway.provider.json.JsonText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SupportCommandTest {
    private static final String PLANTED = "PL4NTED";

    /// 256 bits as tokens are written.
    private static final String TOKEN = PLANTED + "aZ09-_".repeat(6) + "xY";

    @TempDir private Path temporary;

    private ControlServer server;
    private Path socket;

    @BeforeEach
    void start() throws IOException {
        socket = temporary.resolve("control.sock");
        DesiredStateApplier applier =
                new DesiredStateApplier(
                        Examples.connection(Examples.CONNECTION),
                        () -> Examples.HOST,
                        new Examples.MemoryStore(),
                        new Examples.RecordingTarget());
        ObjectNode document = Examples.twoTenants();
        ObjectNode gateway = (ObjectNode) document.at("/virtualGateways/0/properties");
        ObjectNode office =
                gateway.withArray("networkConnections")
                        .addObject()
                        .put("resourceId", "office")
                        .putObject("properties")
                        .put("connectionType", "IPSec");
        office.put("sourceIPAddress", "203.0.113.5").put("destinationIPAddress", "198.51.100.7");
        office.putObject("ipSecConfiguration")
                .put("authenticationMethod", "PSK")
                .put("sharedSecret", PLANTED + "-psk-of-office");
        office.putArray("routes").addObject().put("destinationPrefix", "10.77.0.0/16");
        var outcome = applier.apply(document, false);
        assertThat(outcome.faults()).isEmpty();
        server =
                ControlServer.start(
                        socket, applier, new Planted(), new EventLog(), ChangeRecord.NONE);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private int run(Path bundle, Path log) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return HnvCtl.commandLine()
                .setOut(nowhere)
                .setErr(nowhere)
                .execute(
                        "--socket",
                        socket.toString(),
                        "support",
                        "-o",
                        bundle.toString(),
                        "--log-file",
                        log.toString());
    }

    private static String unpacked(Path bundle) throws IOException {
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(bundle)))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private Path log() throws IOException {
        Path log = temporary.resolve("gateway.log");
        Files.writeString(
                log,
                """
                time=1 level=INFO event=ready line-before
                time=2 level=INFO event=x sharedSecret=%1$s-a key=value
                time=3 level=WARN the shared secret of office is %1$s-b
                time=4 snmp-server community %1$s-c ro
                time=5 Authorization: Bearer %1$s-d
                time=6 psk "%1$s-e"
                time=7 {"privateKey":"%1$s-f","password" : "%1$s-g"}
                -----BEGIN EC PRIVATE KEY-----
                %1$s-h
                -----END EC PRIVATE KEY-----
                time=8 somebody said %2$s
                time=9 passphrase: %1$s-i
                time=10 communities=65000:1 line-after
                """
                        .formatted(PLANTED, TOKEN));
        return log;
    }

    @Test
    void holdsNoSecretWhereverOneWasPlanted() throws Exception {
        Path bundle = temporary.resolve("support.tar.gz");
        assertThat(run(bundle, log())).isZero();
        assertThat(new String(Files.readAllBytes(bundle), StandardCharsets.ISO_8859_1))
                .doesNotContain(PLANTED);
        String content = unpacked(bundle);
        assertThat(content).doesNotContain(PLANTED).doesNotContain("-psk-of-office");
        assertThat(content)
                .as("and is no empty bundle")
                .contains("line-before", "65000:1 line-after", "office", "about.txt")
                .contains("show/drops.json", "show/health.json", "host/kernel.txt", "metrics.txt")
                .contains("hnv_tenants 2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(bundle)))
                .isEqualTo("rw-------");
    }

    @Test
    void tarReadsIt() throws Exception {
        Path bundle = temporary.resolve("support.tar.gz");
        run(bundle, log());
        Process tar =
                new ProcessBuilder("tar", "-tzf", bundle.toString())
                        .redirectErrorStream(true)
                        .start();
        String listed = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tar.waitFor()).as(listed).isZero();
        assertThat(listed.lines()).contains("status.json", "desired.json", "log.txt");
    }

    @Test
    void overwritesNothingAndSaysWhenNoGatewayAnswers() throws Exception {
        Path bundle = Files.writeString(temporary.resolve("mine"), "mine");
        assertThat(run(bundle, log())).isEqualTo(HnvCtl.UNUSABLE);
        assertThat(bundle).hasContent("mine");
        server.close();
        Path other = temporary.resolve("other");
        assertThat(run(other, log())).isZero();
        assertThat(unpacked(other)).contains("no answer: no gateway answers at");
    }

    /// Says a secret wherever it can.
    private static final class Planted implements ControlBackend {
        private final FakeBackend fake = new FakeBackend();

        @Override
        public List<? extends Record> show(Topic topic, @Nullable String tenant)
                throws ControlException {
            return switch (topic) {
                case PORTS -> List.of();
                case DROPS -> List.of(new Rows.Drop("t", "x", 1, "password " + PLANTED + "-j"));
                case HEALTH -> List.of(new Leaky("a", PLANTED + "-k", PLANTED + "-l"));
                case SUPPORT ->
                        List.of(
                                new Rows.SupportPart("metrics.txt", "hnv_tenants 2\n"),
                                new Rows.SupportPart("threads.txt", "token=" + PLANTED + "-m\n"));
                default -> fake.show(topic, tenant);
            };
        }

        @Override
        public Explanation explain(ExplainQuery query) {
            return fake.explain(query);
        }

        @Override
        public Status status() {
            return fake.status();
        }

        @Override
        public boolean drain(boolean drained) {
            return fake.drain(drained);
        }
    }

    /// A row with columns that nobody should have made.
    private record Leaky(String check, String sharedSecret, String apiToken) {}

    @Test
    void jsonOfAnyShapeIsRedacted() throws Exception {
        var node =
                JsonText.parse(
                        "{\"a\":[{\"PassWord\":\"x1\",\"psk\":5,\"communities\":\"65000:1\"}],\"b\":\"the token is x2\"}"
                                .getBytes(StandardCharsets.UTF_8));
        String text = Redaction.json(node).toString();
        assertThat(text).doesNotContain("x1", ":5", "x2").contains("65000:1");
    }
}
