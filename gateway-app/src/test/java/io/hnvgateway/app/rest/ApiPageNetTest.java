package io.hnvgateway.app.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.access.AccessFixture;
import io.hnvgateway.app.access.Role;
import io.hnvgateway.app.api.ApiBackends;
import io.hnvgateway.app.api.NetworkControllerApi;
import io.hnvgateway.app.capture.CaptureResult;
import io.hnvgateway.app.control.FakeBackend;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.app.events.EventLog;
import io.hnvgateway.app.events.GatewayEvent;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.spi.DriftReport;
import io.hnvgateway.provider.spi.EventSubscription;
import io.hnvgateway.provider.spi.GatewayCredentials;
import io.hnvgateway.provider.spi.GatewayProvider;
import io.hnvgateway.provider.spi.GatewaySession;
import io.hnvgateway.provider.spi.Occurrence;
import io.hnvgateway.provider.spi.ResourceChange;
import io.hnvgateway.provider.spi.ResourceType;
import io.hnvgateway.provider.spi.Stored;
import io.hnvgateway.provider.value.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The API over HTTPS, as its page says and as a controller's plugin speaks it.
@Timeout(120)
class ApiPageNetTest {
    private static final Path PAGE =
            Path.of(System.getProperty("hnv.root", ".."), "docs", "api.md");
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern STATUS = Pattern.compile("  # (\\d{3})$", Pattern.MULTILINE);

    /// Notes the status of each answer; what fails, as it shall, does not end the script.
    private static final String FRAME =
            """
            curl() {
              command curl -D heads "$@"; local result=$?
              sed -n 's/^HTTP[^ ]* \\([0-9]*\\).*/\\1/p' heads | tail -n 1 >> statuses
              return $result
            }
            """;

    private final EventLog events = new EventLog();

    @TempDir private Path directory;
    private TestEndpoint endpoint;

    @BeforeEach
    void open() throws Exception {
        DesiredStateApplier applier =
                new DesiredStateApplier(
                        Examples.connection(Examples.CONNECTION),
                        () -> Examples.HOST,
                        new Examples.MemoryStore(),
                        new Examples.RecordingTarget());
        NetworkControllerApi api =
                new NetworkControllerApi(
                        new ApiBackends(
                                applier,
                                new FakeBackend(),
                                events,
                                _ -> List.of(),
                                (_, _, _, out) -> {
                                    out.write(new byte[] {0x0a, 0x0d, 0x0d, 0x0a});
                                    return new CaptureResult(0, 0);
                                },
                                new byte[32]));
        AccessFixture access = AccessFixture.in(Files.createDirectory(directory.resolve("access")));
        endpoint = TestEndpoint.of(access, api);
        Files.writeString(
                directory.resolve("authority.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(access.authority().getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        Files.createFile(
                directory.resolve("token"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(directory.resolve("token"), access.token(Role.ADMINISTRATOR));
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void theExamplesOfThePageAreAnsweredAsItSays() throws Exception {
        StringBuilder script = new StringBuilder(FRAME);
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        while (block.find()) {
            script.append(block.group(1));
        }
        String text =
                script.toString()
                        .replaceFirst(
                                "GATEWAY=https://\\S+",
                                "GATEWAY=https://127.0.0.1:" + endpoint.port());
        List<String> shown = STATUS.matcher(text).results().map(found -> found.group(1)).toList();
        assertThat(shown).hasSizeGreaterThan(15);
        String output = run(text);
        assertThat(Files.readAllLines(directory.resolve("statuses"))).as(output).isEqualTo(shown);
        assertThat(directory.resolve("contoso.pcapng")).hasSize(4);
        assertThat(output)
                .contains("\"currentRestVersion\":\"v7.1\"", "\"resourceRef\":\"/virtualNetworks")
                .doesNotContain(Files.readString(directory.resolve("token")));
    }

    private String run(String script) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("script"), script);
        Path output = directory.resolve("output");
        Process bash =
                new ProcessBuilder("bash", "--noprofile", "--norc", file.toString())
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(bash.waitFor(60, TimeUnit.SECONDS)).as("the script ends").isTrue();
        } finally {
            bash.descendants().forEach(ProcessHandle::destroyForcibly);
            bash.destroyForcibly();
        }
        return Files.readString(output, US_ASCII);
    }

    @Test
    void thePluginPutsComparesAndHears() throws Exception {
        DesiredState wanted = DesiredStateReader.read(Examples.twoTenants()).state();
        VirtualNetwork contoso = wanted.virtualNetworks().getFirst();
        BlockingQueue<Occurrence> heard = new LinkedBlockingQueue<>();
        try (GatewaySession session = session();
                EventSubscription _ = session.events(heard::add)) {
            Stored<VirtualNetwork> stored = session.put(contoso);
            assertThat(session.put(contoso).etag()).isEqualTo(stored.etag());
            assertThat(session.drift(wanted).items())
                    .extracting(DriftReport.Item::kind)
                    .containsOnly(DriftReport.Kind.MISSING);
            session.apply(
                    List.of(
                            ResourceChange.put(
                                    new ProviderAddress("h1", IpAddress.parse("192.0.2.11"))),
                            ResourceChange.delete(contoso.reference())));
            assertThat(session.list(ResourceType.PROVIDER_ADDRESSES)).hasSize(1);
            assertThat(session.read(ResourceType.VIRTUAL_NETWORKS, "contoso")).isEmpty();
            session.repair(wanted);
            assertThat(session.drift(wanted).items()).isEmpty();
            assertThat(session.actual().virtualNetworks()).hasSize(2);
            Occurrence first = null;
            while (first == null) { // the subscription may begin behind the first ones
                events.add(new GatewayEvent.DrainChanged(true));
                first = heard.poll(100, TimeUnit.MILLISECONDS);
            }
            assertThat(first).isInstanceOf(Occurrence.Event.class);
        }
    }

    private GatewaySession session() throws Exception {
        return GatewayProvider.load()
                .open(
                        "ManagementEndpoint=https://127.0.0.1:" + endpoint.port(),
                        GatewayCredentials.tokenFile(directory.resolve("token"))
                                .trusting(directory.resolve("authority.pem")));
    }
}
