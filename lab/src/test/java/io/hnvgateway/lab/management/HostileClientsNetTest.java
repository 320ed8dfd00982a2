package io.hnvgateway.lab.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.netns.HostDrops;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Result;
import io.hnvgateway.lab.netns.Running;
import io.hnvgateway.lab.netns.Veth;
import io.hnvgateway.lab.traffic.Station;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Ten thousand connections held open at the management endpoint, slow clients and huge bodies
/// among them: tenants' traffic does not notice, an administrator gets in, memory has a bound, and
/// all of it is free again when they go.
@Tag("net")
class HostileClientsNetTest {
    private static final String ADDRESS = "192.168.77.1";
    private static final String ADMINISTRATOR = "192.168.77.2";
    private static final String PORT = "8443";
    private static final int CONNECTIONS = 10_000;
    private static final int SOURCES = 200;

    /// All places of the endpoint, and as many that are not judged yet.
    private static final int PLACES = 2 * 1024;

    /// Of requests that are answered meanwhile.
    private static final int SPARE_FILES = 32;

    private static final int PACKETS = 1600;

    /// Lost where the kernel does not count it for a device: with more to do than there are cores,
    /// one in a thousand. A worker that stands still for a blink loses hundreds.
    private static final int UNCOUNTED = 4;

    private static final Pattern PINGS =
            Pattern.compile("(\\d+) packets transmitted, (\\d+) received");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// What TLS needs for all places, and bodies on their way; it took a quarter of it.
    private static final long MOST_MORE_MB = 400;

    private final LabNetwork lab = LabNetwork.build();
    private final Namespace clients = lab.run().namespace("clients");
    private String token = "";

    @BeforeEach
    void open() throws IOException {
        Veth.connect(new Veth.End(lab.gatewayNamespace(), "mg"), new Veth.End(clients, "clients"));
        lab.gatewayNamespace().address("mg", ADDRESS + "/16");
        clients.address("clients", ADMINISTRATOR + "/16");
        Path addresses = lab.directory().resolve("sources");
        Files.write(
                addresses,
                Stream.iterate(1, n -> n <= SOURCES, n -> n + 1)
                        .map(n -> "address add 192.168.78." + n + "/16 dev clients")
                        .toList());
        clients.ip("-batch", addresses.toString());
        lab.startGateway(
                new Forwarding("auto", "xdp", 1),
                "ManagementEndpoint=https://%s:%s".formatted(ADDRESS, PORT));
        await("the endpoint", () -> status("/health/live").equals("200"));
        token = token("administrator");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void tenThousandConnectionsDisturbNobody() throws IOException {
        String reader = token("operator");
        await("an administrator", () -> status("/networking/v1/virtualNetworks").equals("200"));
        long before = residentMb();
        long filesBefore = openFiles();
        Station vm = lab.tenants().contosoWeb().station();
        assertThat(vm.ping(LabPlan.INTERNET, "-c", "20", "-i", "0.01").received()).isPositive();
        long machineBefore = machineDrops();
        try (Running traffic =
                        vm.namespace()
                                .start(
                                        "ping",
                                        "-n",
                                        "-q",
                                        "-i",
                                        "0.005",
                                        "-c",
                                        Integer.toString(PACKETS),
                                        LabPlan.INTERNET);
                Running crowd = crowd(reader)) {
            long most = before;
            int asked = 0;
            int answered = 0;
            while (!crowd.output().contains("all asked") || traffic.isAlive() || asked < 5) {
                assertThat(crowd.isAlive()).as(crowd.output()).isTrue();
                asked++;
                answered += status("/networking/v1/virtualNetworks").equals("200") ? 1 : 0;
                most = Math.max(most, residentMb());
                assertThat(openFiles()).isLessThanOrEqualTo(filesBefore + PLACES + SPARE_FILES);
            }
            System.out.printf(
                    "clients: %s; administrator: %d of %d answered; resident: %d MB before, %d MB at most%n",
                    crowd.output().strip(), answered, asked, before, most);
            assertThat(crowd.output()).contains("all asked " + CONNECTIONS);
            assertThat(answered).isEqualTo(asked);
            assertThat(most - before).isLessThan(MOST_MORE_MB);
            Result pings = traffic.await(LIMIT);
            Matcher counts = PINGS.matcher(pings.output());
            assertThat(counts.find()).as(pings.output()).isTrue();
            long lost = Long.parseLong(counts.group(1)) - Long.parseLong(counts.group(2));
            long machine = machineDrops() - machineBefore;
            System.out.printf("%s: the machine itself dropped %d%n", counts.group(), machine);
            assertThat(Long.parseLong(counts.group(1))).isEqualTo(PACKETS);
            assertThat(lost).isLessThanOrEqualTo(machine + UNCOUNTED);
        }
        await("the end of all connections", () -> established() == 0);
        await("files to be closed", () -> openFiles() <= filesBefore + 2);
        assertThat(lab.gateway().log()).doesNotContain("Exception", "level=ERROR", "OutOfMemory");
        assertThat(status("/networking/v1/virtualNetworks")).isEqualTo("200");
        System.out.printf("resident: %d MB afterwards%n", residentMb());
    }

    private long machineDrops() {
        Namespace host = lab.tenants().host1().namespace();
        return new HostDrops(
                        List.of(host),
                        List.of(
                                host,
                                lab.gatewayNamespace(),
                                lab.tenants().provider().ethernet().namespace(),
                                lab.outside().internet().namespace(),
                                lab.tenants().contosoWeb().station().namespace()))
                .count();
    }

    private Running crowd(String bearer) {
        Path script = lab.run().resource(HostileClientsNetTest.class, "crowd.py");
        return clients.start(
                "prlimit",
                "--nofile=20000",
                "/usr/bin/python3",
                script.toString(),
                ADDRESS,
                PORT,
                Integer.toString(CONNECTIONS),
                "192.168.78.1",
                Integer.toString(SOURCES),
                bearer);
    }

    private String token(String role) {
        Result added = lab.gateway().control("access", "add-token", "--name", role, "--role", role);
        assertThat(added.succeeded()).as(added.output()).isTrue();
        return added.output().strip();
    }

    /// What curl was answered at the administrator's address.
    private String status(String path) {
        return clients.run(
                        LIMIT,
                        "curl",
                        "-sk",
                        "--retry",
                        "5",
                        "--retry-all-errors",
                        "--retry-delay",
                        "1",
                        "-m",
                        "10",
                        "--interface",
                        ADMINISTRATOR,
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code}",
                        "-H",
                        "Authorization: Bearer " + token,
                        "https://" + ADDRESS + ":" + PORT + path)
                .output()
                .strip();
    }

    private long established() {
        return lab.gatewayNamespace()
                .must("ss", "-Htn", "state", "established", "sport", "=", ":" + PORT)
                .output()
                .lines()
                .filter(line -> !line.isBlank())
                .count();
    }

    private long residentMb() throws IOException {
        Matcher size =
                Pattern.compile("VmRSS:\\s+(\\d+) kB")
                        .matcher(Files.readString(process().resolve("status")));
        assertThat(size.find()).isTrue();
        return Long.parseLong(size.group(1)) / 1024;
    }

    private long openFiles() {
        try (Stream<Path> files = Files.list(process().resolve("fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path process() {
        return Path.of("/proc", Long.toString(lab.gateway().processId()));
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Station.pause(Duration.ofMillis(100));
        }
    }
}
