package io.hnvgateway.benchmarks.ipsec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.benchmarks.device.DesiredTenants;
import io.hnvgateway.benchmarks.device.GatewayProcess;
import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.benchmarks.traffic.Tenant;
import io.hnvgateway.lab.charon.Charon;
import io.hnvgateway.lab.charon.CharonOptions;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A gateway with a tenant and a connection for each of many tunnels, and the offices at their
/// other ends: one charon with many addresses, that stands for a VPN device behind each.
///
/// ```
///  tenant n's VM 10.0.0.10 ─ NVGRE ─ [ gateway + charon ] ─ ESP ─ 198.19.x.y, n mod 250 ─ 172.16.a.b, n
/// ```
final class ManyTunnels {
    static final int PEERS = 250;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "many";
    private static final String CONNECTION = "office";
    private static final String VM_NET = "10.0.0.0/24";

    /// Where packets come out of the offices' charon, and go in.
    static final String TUN = "ipsec0";

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final int tunnels;
    private final Namespace generator;
    private final Namespace offices;
    private final GatewayProcess process;
    private final Charon charon;
    private final Charon peers;
    private final Path document;

    /// All is there, but the gateway has no tenants yet.
    ManyTunnels(LabRun run, int tunnels) throws IOException {
        this.tunnels = tunnels;
        Namespace namespace = run.namespace(NAME);
        generator = Links.backEnd(run, NAME, namespace);
        offices = run.namespace(NAME + "-offices");
        Links.frontEnd(namespace, Tenant.FRONT_END_ADDRESS, offices, Links.SINK_DEVICE);
        Path directory = Files.createDirectories(run.directory().resolve(NAME));
        addresses(directory);
        peers = Charon.start(run, offices, "charon-offices", CharonOptions.peers());
        peers.load(peerConfiguration());
        Links.ip(offices, "route add " + VM_NET + " dev " + TUN);
        Path keys = directory.resolve("kernel-hnv.sock");
        String charonName = "charon-" + NAME;
        process =
                new GatewayProcess(
                        namespace,
                        "DataPath=xdp;Executor=java;IkeSocket="
                                + keys
                                + ";ViciSocket="
                                + run.directory().resolve(charonName).resolve("vici.sock"),
                        directory);
        charon = Charon.start(run, namespace, charonName, CharonOptions.installed(keys));
        document = Files.writeString(directory.resolve("tenants.json"), document());
    }

    private void addresses(Path directory) throws IOException {
        String peers =
                IntStream.range(0, PEERS)
                        .mapToObj(peer -> "address add %s/32 dev lo\n".formatted(address(peer)))
                        .collect(Collectors.joining());
        String inside =
                IntStream.range(0, tunnels)
                        .mapToObj(n -> "address add %s/32 dev lo\n".formatted(inside(n)))
                        .collect(Collectors.joining());
        Path batch =
                Files.writeString(
                        directory.resolve("addresses"),
                        "address add %s/24 dev %s\n".formatted(Tenant.NEXT_HOP, Links.SINK_DEVICE)
                                + peers
                                + inside);
        offices.ip("-batch", batch.toString());
    }

    /// Outer one of the device behind which office n is.
    private static String address(int n) {
        return "198.19.0.%d".formatted(1 + n % PEERS);
    }

    /// The only address in office n, which is all of its network.
    static String inside(int n) {
        return "172.16.%d.%d".formatted(n >> 8, n & 255);
    }

    private static String psk(int n) {
        return "a key for measuring, of tunnel " + n;
    }

    private String peerConfiguration() {
        StringBuilder connections = new StringBuilder("connections {\n");
        StringBuilder secrets = new StringBuilder("secrets {\n");
        for (int n = 0; n < tunnels; n++) {
            connections.append(
                    """
                    c%d {
                      version = 2
                      local_addrs = %s
                      remote_addrs = %s
                      encap = yes
                      proposals = aes128gcm16-prfsha256-ecp256
                      local {
                        auth = psk
                        id = office-%d
                      }
                      remote {
                        auth = psk
                        id = gateway-%d
                      }
                      children {
                        c%d {
                          mode = tunnel
                          local_ts = %s/32
                          remote_ts = %s
                        }
                      }
                    }
                    """
                            .formatted(
                                    n,
                                    address(n),
                                    Tenant.FRONT_END_ADDRESS,
                                    n,
                                    n,
                                    n,
                                    inside(n),
                                    VM_NET));
            secrets.append("ike-%d {\n  id-1 = office-%d\n  id-2 = gateway-%d\n".formatted(n, n, n))
                    .append("  secret = \"%s\"\n}\n".formatted(psk(n)));
        }
        return connections.append("}\n").append(secrets).append("}\n").toString();
    }

    private String document() throws IOException {
        ObjectNode all = (ObjectNode) JSON.readTree(DesiredTenants.of(tunnels));
        int n = 0;
        for (JsonNode gateway : all.withArray("virtualGateways")) {
            connection((ObjectNode) gateway.path("properties"), n++);
        }
        return JSON.writeValueAsString(all);
    }

    private static void connection(ObjectNode gateway, int n) {
        ObjectNode connection =
                gateway.withArray("networkConnections")
                        .addObject()
                        .put("resourceId", CONNECTION)
                        .putObject("properties");
        connection.put("connectionType", "IPSec").put("destinationIPAddress", address(n));
        connection
                .putArray("routes")
                .addObject()
                .put("destinationPrefix", "%s/32".formatted(inside(n)));
        ObjectNode ipSec = connection.putObject("ipSecConfiguration");
        ipSec.put("sharedSecret", psk(n))
                .put("localIdentity", "gateway-" + n)
                .put("peerIdentity", "office-" + n)
                .put("initiation", "AtStart");
        ipSec.putObject("mainMode")
                .put("diffieHellmanGroup", "ECP256")
                .put("encryptionAlgorithm", "GCMAES128")
                .put("integrityAlgorithm", "SHA256");
    }

    int count() {
        return tunnels;
    }

    Namespace generator() {
        return generator;
    }

    Namespace offices() {
        return offices;
    }

    /// The gateway's.
    Charon charon() {
        return charon;
    }

    /// The offices'.
    Charon peers() {
        return peers;
    }

    GatewayProcess process() {
        return process;
    }

    /// Gives the gateway all tenants; each wants its tunnel at once.
    void apply() {
        process.control("apply", "-f", document.toString());
    }

    /// Ends the gateway's charon by force, and waits until the gateway has noticed.
    void killCharon() throws IOException, InterruptedException {
        charon.kill();
        await(0);
    }

    void startCharon() {
        charon.restart();
    }

    /// Waits until all are up.
    void awaitAll() throws IOException, InterruptedException {
        await(tunnels);
    }

    private void await(int wanted) throws IOException, InterruptedException {
        long startNs = System.nanoTime();
        for (int up = up(); up != wanted; up = up()) {
            if (System.nanoTime() - startNs > LIMIT.toNanos()) {
                throw new LabException(
                        "%d of %d tunnels are up:\n%s\n%s"
                                .formatted(up, wanted, end(process.output()), end(charon.log())));
            }
            Thread.sleep(PAUSE);
        }
    }

    private static String end(String text) {
        return text.substring(Math.max(0, text.length() - 4000));
    }

    private int up() throws IOException {
        int up = 0;
        for (JsonNode row : process.show("tunnels")) {
            up += row.path("state").asText().equals("up") ? 1 : 0;
        }
        return up;
    }
}
