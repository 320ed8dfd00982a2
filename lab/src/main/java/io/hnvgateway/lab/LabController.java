package io.hnvgateway.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hnvgateway.lab.controller.Controller.HostPolicies;
import io.hnvgateway.lab.controller.Inventory;
import io.hnvgateway.lab.controller.Inventory.GatewayEntry;
import io.hnvgateway.lab.controller.Inventory.Tenant;
import io.hnvgateway.lab.controller.InventoryFile;
import io.hnvgateway.lab.gateway.DesiredState;
import io.hnvgateway.lab.gateway.Gateway;
import io.hnvgateway.lab.netns.Dialogue;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Result;
import io.hnvgateway.lab.netns.Veth;
import io.hnvgateway.lab.traffic.Station;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The reference controller's process in a namespace of its own, which has a cable to each
/// gateway's management interface and reaches nothing else. It is told commands and answers; what
/// it does with gateways goes through the provider plugin. One thread at a time.
public final class LabController implements AutoCloseable {
    private static final String MANAGEMENT = "mg";
    private static final int PORT = 8443;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(90);
    private static final Duration OPENING_LIMIT = Duration.ofMinutes(2);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOBODYS_FINGERPRINT = "0".repeat(64);
    private static final List<String> JVM =
            List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+PerfDisableSharedMem");

    private final LabRun run;
    private final Namespace namespace;
    private final HostPolicies hosts;
    private final InventoryFile inventory;
    private final Map<String, GatewayEntry> gateways = new LinkedHashMap<>();
    private final List<String> cables = new ArrayList<>();
    private boolean mistaken;
    private @Nullable Dialogue process;

    /// @param hosts tells them which gateway serves a tenant
    LabController(LabRun run, HostPolicies hosts) {
        this.run = run;
        this.hosts = hosts;
        this.namespace = run.namespace("controller");
        this.inventory = new InventoryFile(run.directory().resolve("inventory.json"));
    }

    /// What a command did.
    public record Reply(int status, String output) {
        public boolean succeeded() {
            return status == 0;
        }
    }

    /// Plugs a gateway in.
    ///
    /// @return what its connection string needs
    String connect(String name, Namespace gateway) {
        if (!cables.contains(name)) {
            cables.add(name);
            int number = cables.size();
            Veth.connect(
                    new Veth.End(gateway, MANAGEMENT), new Veth.End(namespace, "to-" + number));
            gateway.address(MANAGEMENT, "198.19.%d.1/24".formatted(number));
            namespace.address("to-" + number, "198.19.%d.2/24".formatted(number));
        }
        return endpoint(name);
    }

    private String endpoint(String name) {
        return "ManagementEndpoint=https://%s:%d;VMHost=lab;GatewayVM=%s"
                .formatted(address(name), PORT, name);
    }

    private String address(String name) {
        return "198.19.%d.1".formatted(cables.indexOf(name) + 1);
    }

    /// Lets the controller manage a gateway that was started: a token, the fingerprint, an entry,
    /// unless it has them. Returns when it is reached.
    void introduce(String name, Gateway gateway, String providerAddresses) {
        awaitOpen(name);
        if (gateways.containsKey(name)) {
            return;
        }
        String fingerprint = access(gateway, "fingerprint");
        Path token = run.directory().resolve(name + ".token");
        if (!Files.exists(token)) {
            access(
                    gateway,
                    "add-token",
                    "--name=controller",
                    "--role=administrator",
                    "--out=" + token);
        }
        String connection =
                "%s;Fingerprint=%s;ProviderAddress=%s"
                        .formatted(endpoint(name), fingerprint, providerAddresses);
        gateways.put(name, new GatewayEntry(name, connection, token.toString()));
    }

    private static String access(Gateway gateway, String... words) {
        List<String> command = new ArrayList<>(List.of("access"));
        command.addAll(List.of(words));
        Result result = gateway.control(command.toArray(String[]::new));
        if (!result.succeeded()) {
            throw new LabException(
                    "hnvctl " + String.join(" ", command) + ": " + result.output().strip());
        }
        return result.output().strip();
    }

    /// Traffic runs before the endpoint is open.
    private void awaitOpen(String name) {
        long end = System.nanoTime() + OPENING_LIMIT.toNanos();
        while (!connects(name)) {
            if (System.nanoTime() > end) {
                throw new LabException(name + " opens no management endpoint");
            }
            Station.pause(PAUSE);
        }
    }

    private boolean connects(String name) {
        String open = "exec 3<>/dev/tcp/%s/%d".formatted(address(name), PORT);
        return namespace.run(CONNECT_LIMIT, "bash", "-c", open).succeeded();
    }

    /// It manages this one no more; no tenant is there.
    void forget(String name) {
        gateways.remove(name);
    }

    /// Whether from now on its connection strings have the fingerprint of another gateway.
    void beMistaken(boolean mistakes) {
        mistaken = mistakes;
    }

    /// Makes all gateways like the desired state, by the fewest changes.
    public void repair(DesiredState desired) {
        keep(desired);
        must("repair");
    }

    /// Takes the desired state into its inventory; no gateway hears of it.
    public void keep(DesiredState desired) {
        inventory.save(LabInventory.of(desired, entries(), places()));
    }

    private List<GatewayEntry> entries() {
        return gateways.values().stream()
                .map(gateway -> mistaken ? mistaken(gateway) : gateway)
                .toList();
    }

    private static GatewayEntry mistaken(GatewayEntry gateway) {
        String connection =
                gateway.connectionString()
                        .replaceFirst("Fingerprint=\\w+", "Fingerprint=" + NOBODYS_FINGERPRINT);
        return new GatewayEntry(gateway.name(), connection, gateway.tokenFile());
    }

    /// Which gateway serves each tenant, by the inventory.
    private Map<String, String> places() {
        return Files.exists(inventory.file())
                ? inventory.load().tenants().stream()
                        .collect(Collectors.toMap(Tenant::name, Tenant::gateway))
                : Map.of();
    }

    /// The inventory as it stands.
    public Inventory inventory() {
        return inventory.load();
    }

    /// Gives it a command, starts it if it does not run.
    public Reply order(String... words) {
        return order(hosts, words);
    }

    /// The same.
    ///
    /// @param telling is called when hosts are to be told
    public Reply order(HostPolicies telling, String... words) {
        Dialogue controller = process();
        controller.tell(String.join(" ", words));
        JsonNode answer = hear(controller);
        while (answer.has("point")) {
            JsonNode asked = answer.path("point");
            telling.point(asked.path("tenant").asText(), asked.path("gateway").asText());
            controller.tell("pointed");
            answer = hear(controller);
        }
        return new Reply(answer.path("status").asInt(-1), answer.path("output").asText());
    }

    /// As [#order], which must succeed.
    public String must(String... words) {
        Reply reply = order(words);
        if (!reply.succeeded()) {
            throw new LabException(
                    "controller " + String.join(" ", words) + ": " + reply.output().strip());
        }
        return reply.output();
    }

    private static JsonNode hear(Dialogue controller) {
        String line = controller.hear(ANSWER_LIMIT);
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new LabException("the controller says: " + line, e);
        }
    }

    /// How the gateways differ from the inventory, a line each; empty: they do not.
    public String drift() {
        return Arrays.stream(order("drift").output().split("\n", -1))
                .filter(line -> !line.isBlank() && !line.endsWith(":"))
                .collect(Collectors.joining("\n"));
    }

    /// Starts it; it waits for commands.
    void start() {
        process();
    }

    private Dialogue process() {
        Dialogue known = process;
        if (known != null && known.isAlive()) {
            return known;
        }
        List<String> command = new ArrayList<>(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("io.hnvgateway.lab.controller.ControllerMain");
        command.addAll(List.of("--inventory", inventory.file().toString(), "serve"));
        Dialogue begun = namespace.converse(command);
        process = begun;
        return begun;
    }

    /// Ends it as a crash does.
    public void kill() {
        Dialogue known = process;
        if (known != null) {
            known.kill();
        }
    }

    @Override
    public void close() {
        Dialogue known = process;
        if (known != null) {
            known.close();
        }
    }
}
