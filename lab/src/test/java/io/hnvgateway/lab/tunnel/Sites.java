package io.hnvgateway.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.charon.Charon;
import io.hnvgateway.lab.charon.CharonOptions;
import io.hnvgateway.lab.charon.KernelHnv;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.traffic.Station;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// One gateway with its charon, and a VPN device in the data centre that stands for many offices of
/// Contoso, each with an outer address, an identity and a network of its own (see
/// [PeerConnection]).
///
/// ```
///   Contoso's VM 10.0.0.10 ── gateway, 198.51.100.1 ──┬─ 198.51.100.101  office1, 172.16.1.1
///                             charon + kernel-hnv     ├─ 198.51.100.102  office2, 172.16.2.1
///                                                     └─ …
/// ```
final class Sites implements AutoCloseable {
    static final String TENANT = "contoso";
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    final LabNetwork lab;
    private final List<Charon> charons = new ArrayList<>();

    Sites() {
        assumeTrue(KernelHnv.plugin().isPresent(), KernelHnv::whyMissing);
        lab = LabNetwork.build();
    }

    Station vm() {
        return lab.tenants().contosoWeb().station();
    }

    /// The device's namespace.
    Station device() {
        return lab.outside().dataCenter();
    }

    /// A connection of the gateway to an office, to be changed before it is applied.
    ObjectNode connect(int site) {
        ObjectNode connection =
                lab.desired()
                        .connectByIpSec(
                                TENANT,
                                PeerConnection.name(site),
                                PeerConnection.outer(site),
                                PeerConnection.psk(site),
                                PeerConnection.net(site));
        connection
                .withObject("ipSecConfiguration")
                .put("localIdentity", "gateway")
                .put("peerIdentity", PeerConnection.name(site));
        return connection;
    }

    /// The device gets the offices' addresses.
    Charon startDevice(int... sites) {
        Namespace namespace = device().namespace();
        for (int site : sites) {
            namespace.address(device().device(), PeerConnection.outer(site) + "/24");
            namespace.address("lo", PeerConnection.inner(site) + "/32");
        }
        return startCharon(namespace, "charon-device", CharonOptions.peer());
    }

    Charon startCharon(Namespace namespace, String name, CharonOptions options) {
        Charon charon = Charon.start(lab.run(), namespace, name, options);
        charons.add(charon);
        return charon;
    }

    /// The gateway's, and the gateway.
    Charon startGateway(Forwarding forwarding) {
        Path ikeSocket = lab.directory().resolve("kernel-hnv.sock");
        Charon charon =
                startCharon(
                        lab.gatewayNamespace(), "charon-gateway", CharonOptions.gateway(ikeSocket));
        lab.startGateway(
                forwarding, "IkeSocket=" + ikeSocket + ";ViciSocket=" + charon.viciSocket());
        return charon;
    }

    /// What `hnvctl show tunnels` says of a connection.
    JsonNode row(int site) {
        String output =
                lab.gateway().control("show", "tunnels", "--tenant=" + TENANT, "--json").output();
        try {
            for (JsonNode row : JSON.readTree(output)) {
                if (row.path("connection").asText().equals(PeerConnection.name(site))) {
                    return row;
                }
            }
        } catch (IOException e) {
            throw new AssertionError(output, e);
        }
        throw new AssertionError("no office" + site + ": " + output);
    }

    String state(int site) {
        return row(site).path("state").asText();
    }

    String failure(int site) {
        return row(site).path("failure").asText();
    }

    void awaitState(int site, String state) {
        await("office" + site + " is " + state, () -> state(site).equals(state));
    }

    /// `hnvctl watch connections`, from now on, until the gateway ends.
    StringWriter watchConnections() {
        StringWriter output = lab.gateway().begin("watch", "connections", "--json");
        await("the gateway tells", () -> output.toString().startsWith("watching"));
        return output;
    }

    /// Events of a connection, in their order.
    static List<JsonNode> events(StringWriter watched, int site) {
        return watched.toString()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(Sites::tree)
                .filter(e -> e.path("connection").asText().equals(PeerConnection.name(site)))
                .toList();
    }

    private static JsonNode tree(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    /// Whether an answer comes from the office to the VM, and to the office from the VM; patient.
    boolean passes(int site) {
        return reaches(vm(), PeerConnection.inner(site))
                && reaches(
                        device(),
                        io.hnvgateway.lab.LabPlan.WEB_CA,
                        "-I",
                        PeerConnection.inner(site));
    }

    static boolean reaches(Station from, String to, String... options) {
        List<String> all = new ArrayList<>(Arrays.asList(options));
        all.addAll(List.of("-c", "1", "-W", "3"));
        for (int i = 0; i < 12; i++) {
            if (from.ping(to, all.toArray(String[]::new)).received() > 0) {
                return true;
            }
        }
        return false;
    }

    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() < end)
                    .as(() -> "waiting until " + what + "\n" + logs())
                    .isTrue();
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    /// Of the gateway and all charons.
    String logs() {
        return lab.gateway().control("show", "tunnels").output()
                + lab.gateway().control("show", "drops").output()
                + lab.gateway().log()
                + charons.stream().map(Charon::log).collect(Collectors.joining("\n---\n"));
    }

    @Override
    public void close() {
        charons.forEach(Charon::close);
        lab.close();
    }
}
