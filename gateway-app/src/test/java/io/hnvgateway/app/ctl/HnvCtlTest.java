package io.hnvgateway.app.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.access.AuditLog;
import io.hnvgateway.app.backup.BackupRequests;
import io.hnvgateway.app.control.ChangeRecord;
import io.hnvgateway.app.control.ControlServer;
import io.hnvgateway.app.control.DiagnosticRequests;
import io.hnvgateway.app.control.FakeBackend;
import io.hnvgateway.app.control.PolicyRequests;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.app.events.EventLog;
import io.hnvgateway.app.probe.ProbeResult;
import io.hnvgateway.app.probe.ProbeResult.Status;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.value.IpAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class HnvCtlTest {
    @TempDir private Path temporary;

    private final Examples.RecordingTarget target = new Examples.RecordingTarget();
    private Path socket;
    private ControlServer server;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws IOException {
        socket = temporary.resolve("control.sock");
        DesiredStateApplier applier =
                new DesiredStateApplier(
                        Examples.connection(Examples.CONNECTION),
                        () -> Examples.HOST,
                        new Examples.MemoryStore(),
                        target);
        server =
                ControlServer.start(
                        socket, applier, new FakeBackend(), new EventLog(), ChangeRecord.NONE);
        new DiagnosticRequests(HnvCtlTest::probed, null).serve(server.further());
        new BackupRequests(applier, temporary, () -> null, AuditLog.open(temporary))
                .serve(server.further());
        new PolicyRequests(applier, () -> List.of(IpAddress.parse("192.0.2.1")))
                .serve(server.further());
    }

    private static List<ProbeResult> probed(List<IpAddress> hosts) {
        return hosts.stream()
                .map(host ->
                        new ProbeResult(
                                "path-mtu",
                                host.toString(),
                                host.isIpv4() ? Status.PASSED : Status.FAILED,
                                "1500 bytes pass"))
                .toList();
    }

    @Test
    void printsProbesAndFailsWithTheFirst() {
        assertThat(run("test", "--host", "192.0.2.11")).isZero();
        assertThat(out.toString())
                .isEqualToIgnoringNewLines("Passed   path-mtu 192.0.2.11: 1500 bytes pass");
        assertThat(run("test", "--host", "192.0.2.11,fd00::1")).isEqualTo(1);
        assertThat(out.toString()).contains("Failed   path-mtu fd00::1: 1500 bytes pass");
        assertThat(run("test", "--host", "224.0.0.1")).isEqualTo(1);
        assertThat(err.toString()).contains("host: 224.0.0.1: must be a host's unicast address");
    }

    @Test
    void exportsTheHostsPolicyAndTakesItsScriptBack() throws IOException {
        run("apply", "-f", write(Examples.twoTenants()));
        assertThat(run("export", "host-policy", "--format", "powershell")).isZero();
        String script = out.toString();
        assertThat(script).contains("-CustomerAddress '10.254.254.2'", "-Type 'GatewayWildcard'");
        Path file = temporary.resolve("policy.ps1");
        Files.writeString(file, script);
        assertThat(run("import", "-f", file.toString(), "--network", "contoso")).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("no change");
        Files.writeString(file, script.replace("'192.0.2.11'", "'192.0.2.12'"));
        assertThat(run("import", "-f", file.toString(), "--network", "contoso")).isZero();
        assertThat(out.toString()).contains("lookupRecords[web1].providerAddress", "applied, ");
        Files.writeString(file, "New-NetVirtualizationLookupRecord @blue");
        assertThat(run("import", "-f", file.toString(), "--network", "contoso")).isEqualTo(1);
        assertThat(err.toString()).contains("line 1: @blue: splatting is not supported");
        assertThat(run("export", "host-policy", "--rdid", "x")).isEqualTo(1);
    }

    @Test
    void backsUpAndRestores() throws IOException {
        Path passphrase = temporary.resolve("passphrase");
        Files.writeString(passphrase, "correct horse battery\n");
        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-r--r--"));
        Path file = temporary.resolve("backup");
        String[] backup = {
            "backup", "-o", file.toString(), "--passphrase-file", passphrase.toString()
        };
        assertThat(run(backup)).isEqualTo(2);
        assertThat(err.toString()).contains("is open to others than its owner: chmod 600");
        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
        run("apply", "-f", write(Examples.twoTenants()));
        Files.writeString(file, "an older one");
        assertThat(run(backup)).isZero();
        assertThat(out.toString()).contains("version 1, 0 tokens and certificates");
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (Stream<Path> beside = Files.list(temporary)) {
            assertThat(beside.filter(path -> path.toString().endsWith(".new"))).isEmpty();
        }
        run("apply", "-f", write(JsonNodeFactory.instance.objectNode()));
        String[] restore = {
            "restore", "-f", file.toString(), "--passphrase-file", passphrase.toString()
        };
        assertThat(run(restore)).isZero();
        assertThat(out.toString())
                .contains("restored what version 1 of", "desired state: 8 changes, version 3");
        Files.writeString(passphrase, "another horse battery");
        assertThat(run(restore)).isEqualTo(1);
        assertThat(err.toString()).contains("backup: cannot be opened: the passphrase is not");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void appliesAFile() throws IOException {
        String file = write(Examples.twoTenants());
        assertThat(run("apply", "-f", file, "--dry-run")).isZero();
        assertThat(out.toString())
                .isEqualToIgnoringNewLines("valid, would make 8 changes; nothing was changed");
        assertThat(target.publications).isZero();
        assertThat(run("apply", "-f", file)).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("applied, 8 changes, version 1");
        assertThat(run("apply", "-f", file)).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("no change");
        assertThat(target.publications).isEqualTo(1);
    }

    @Test
    void listsComparesAndRollsBackVersions() throws IOException {
        run("apply", "-f", write(Examples.twoTenants()));
        String moved = write(moved());
        assertThat(run("put", "-f", moved, "--confirm", "5m")).isZero();
        assertThat(run("versions")).isZero();
        assertThat(out.toString().lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("     2  ", "local", "192.0.2.12", "to be confirmed by");
        assertThat(run("versions", "--before", "2")).isZero();
        assertThat(out.toString().lines()).hasSize(1);
        assertThat(run("versions", "diff", "1", "2")).isZero();
        assertThat(out.toString()).contains("\"192.0.2.11\" -> \"192.0.2.12\"");
        assertThat(run("delete", "/virtualNetworks/contoso")).isEqualTo(1);
        assertThat(run("confirm", "2")).isZero();
        assertThat(run("confirm", "2")).isEqualTo(1);
        assertThat(err.toString()).contains("does not wait to be confirmed");
        assertThat(run("rollback", "1")).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("applied, 1 change, version 3");
        assertThat(run("rollback", "9")).isEqualTo(1);
        assertThat(err.toString()).contains("version: 9: must be 0..3");
        assertThat(run("put", "-f", moved, "--confirm", "soon")).isEqualTo(2);
        assertThat(err.toString()).contains("'soon' is no time");
    }

    private static ObjectNode moved() {
        ObjectNode put = JsonNodeFactory.instance.objectNode();
        ObjectNode network = (ObjectNode) Examples.twoTenants().at("/virtualNetworks/0");
        ((ObjectNode) network.at("/properties/lookupRecords/0/properties"))
                .put("providerAddress", "192.0.2.12");
        put.putArray("virtualNetworks").add(network);
        return put;
    }

    @Test
    void printsTheDifference() throws IOException {
        run("apply", "-f", write(Examples.twoTenants()));
        ObjectNode moved = Examples.twoTenants();
        ((ObjectNode) moved.at("/virtualNetworks/0/properties/lookupRecords/0/properties"))
                .put("providerAddress", "192.0.2.12");
        assertThat(run("apply", "--diff", "-f", write(moved))).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "~ virtualNetworks[contoso].lookupRecords[web1].providerAddress: \"192.0.2.11\" -> \"192.0.2.12\"",
                        "valid, would make 1 change; nothing was changed");
        assertThat(target.publications).isEqualTo(1);
    }

    @Test
    void printsFaultsOneALineAndExitsWithOne() throws IOException {
        ObjectNode bad = Examples.twoTenants();
        bad.putArray("accessControlLists").add(1);
        bad.putArray("virtualNetwork");
        assertThat(run("apply", "-f", write(bad))).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "accessControlLists: is not enforced by this version; packet filters are not built yet;"
                                + " keep the tenant apart by its virtual subnets",
                        "virtualNetwork: is not a known property; did you mean virtualNetworks?");
        assertThat(run("apply", "-f", Files.writeString(temporary.resolve("x"), "{").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("document: is not JSON");
    }

    @Test
    void showsATable() {
        assertThat(run("show", "drops")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "TENANT   REASON      FRAMES  EXPLANATION",
                        "contoso  NO_ROUTE         7  no route to the destination",
                        "-        NOT_IP?[2J   12345  -");
        assertThat(run("show", "Sessions")).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("no sessions");
    }

    @Test
    void showsJson() throws FaultsException {
        assertThat(run("show", "drops", "--tenant", "contoso", "--json")).isZero();
        assertThat(
                        JsonText.parse(
                                        out.toString()
                                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .at("/0/reason")
                                .asText())
                .isEqualTo("NO_ROUTE");
        assertThat(run("show", "drops", "--tenant", "fabrikam")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("tenant: fabrikam: there is none of that name");
    }

    @Test
    void explains() {
        assertThat(
                        run(
                                "explain",
                                "--tenant",
                                "contoso",
                                "--source",
                                "10.0.0.10",
                                "--destination",
                                "198.18.0.1",
                                "--protocol",
                                "udp",
                                "--destination-port",
                                "53"))
                .isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "STAGE         DECISION    BECAUSE",
                        "source guard  passes      record web1",
                        "route         198.18.0.1  front end",
                        "=> translated, protocol 17 port 53");
    }

    @Test
    void printsTheStatusAndTheDesiredState() {
        assertThat(run("status")).isZero();
        assertThat(out.toString()).contains("DATA PATH").contains("packet: asked for");
        assertThat(out.toString().lines().filter(line -> line.startsWith("WORKERS ")))
                .hasSize(2)
                .last()
                .asString()
                .endsWith(" worker-1: any core: there are more workers than cores");
        assertThat(run("desired")).isZero();
        assertThat(out.toString()).contains("\"virtualNetworks\"");
    }

    @Test
    void exitsWithTwoWithoutAGatewayOrACommand() throws IOException {
        assertThat(run("show", "moods")).isEqualTo(2);
        assertThat(run("apply")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(run("apply", "-f", "/does/not/exist")).isEqualTo(2);
        server.close();
        assertThat(run("status")).isEqualTo(2);
        assertThat(err.toString())
                .contains("no gateway answers at " + socket + ": there is no such socket");
    }

    @Test
    void doesNotDetachARunningGateway() {
        assertThat(run("detach")).isEqualTo(1);
        assertThat(err.toString()).contains("stop it first");
    }

    private String write(ObjectNode document) throws IOException {
        return Files.writeString(temporary.resolve("desired.json"), JsonText.pretty(document))
                .toString();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(
                arguments.length == 0
                        ? List.of("--socket", socket.toString())
                        : List.of("--socket=" + socket));
        CommandLine command =
                HnvCtl.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err, true));
        return command.execute(all.toArray(String[]::new));
    }
}
