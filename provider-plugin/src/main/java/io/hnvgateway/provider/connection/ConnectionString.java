package io.hnvgateway.provider.connection;

import static io.hnvgateway.provider.connection.ConnectionKeys.*;

import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpRange;
import io.hnvgateway.provider.value.Labelled;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A valid connection string: immutable, each value typed, defaults filled in by the accessors.
public record ConnectionString(Map<ConnectionKey<?>, Object> values) {
    public static final Path DEFAULT_STATE_DIRECTORY = Path.of("/var/lib/hnv-gateway");
    public static final Path DEFAULT_RUNTIME_DIRECTORY = Path.of("/run/hnv-gateway");
    public static final Path DEFAULT_PIN_DIRECTORY = Path.of("/sys/fs/bpf/hnv-gateway");
    public static final Path DEFAULT_CONTROL_SOCKET = Path.of("/run/hnv-gateway/control.sock");

    public ConnectionString {
        values = Map.copyOf(values);
    }

    /// Reads a connection string of a controller, which need not name interfaces.
    public static ConnectionString parse(String text) throws FaultsException {
        return new ConnectionStringParser(text).parse(false);
    }

    /// Reads a connection string that a gateway starts with: the interfaces must be named.
    public static ConnectionString parseForGateway(String text) throws FaultsException {
        return new ConnectionStringParser(text).parse(true);
    }

    public Optional<String> vmHost() {
        return optional(VM_HOST);
    }

    public Optional<String> gatewayVm() {
        return optional(GATEWAY_VM);
    }

    public Optional<String> backendSwitch() {
        return optional(BACKEND_SWITCH);
    }

    /// False only where the string forbids direct routing: without the key, the desired state alone
    /// decides.
    public boolean directRoutingPermitted() {
        return optional(DIRECT_ROUTING_MODE).orElse(true);
    }

    public boolean directRoutingMode() {
        return optional(DIRECT_ROUTING_MODE).orElse(false);
    }

    public Optional<IpAddress> frontEndServerAddress() {
        return optional(FRONT_END_SERVER_ADDRESS);
    }

    public Optional<IpAddress> vpnServerAddress() {
        return optional(VPN_SERVER_ADDRESS);
    }

    public OptionalInt maxVmNetworks() {
        Integer limit = value(MAX_VM_NETWORKS);
        return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    public boolean migrate() {
        return optional(MIGRATE).orElse(false);
    }

    public List<String> frontEndInterfaces() {
        return optional(FRONT_END_INTERFACES).orElse(List.of());
    }

    /// `BackendInterface`, else the interface that `BackendSwitch` names.
    public List<String> backEndInterfaces() {
        return optional(BACK_END_INTERFACES)
                .orElseGet(() -> backendSwitch().map(List::of).orElse(List.of()));
    }

    /// Empty: those of the back-end interfaces.
    public List<IpAddress> providerAddresses() {
        return optional(PROVIDER_ADDRESSES).orElse(List.of());
    }

    /// Those of tagged interfaces.
    public List<InterfaceAddress> addresses() {
        return optional(ADDRESSES).orElse(List.of());
    }

    /// Of both families; equal next hops of one family share the traffic. Empty: the host's routes.
    public List<IpAddress> frontEndGateways() {
        return optional(FRONT_END_GATEWAY).orElse(List.of());
    }

    /// As [#frontEndGateways], for provider addresses.
    public List<IpAddress> backEndGateways() {
        return optional(BACK_END_GATEWAY).orElse(List.of());
    }

    public List<IpRange> natPool() {
        return optional(NAT_POOL).orElse(List.of());
    }

    public DataPath dataPath() {
        return optional(DATA_PATH).orElse(DataPath.AUTO);
    }

    public Executor executor() {
        return optional(EXECUTOR).orElse(Executor.XDP);
    }

    public int workers() {
        return optional(WORKERS).orElse(1);
    }

    public Cores cores() {
        return optional(CORES).orElse(Cores.AUTO);
    }

    public Optional<URI> managementEndpoint() {
        return optional(MANAGEMENT_ENDPOINT);
    }

    /// 64 lower-case hexadecimal digits.
    public Optional<String> fingerprint() {
        return optional(FINGERPRINT);
    }

    /// Where the gateway listens; without an endpoint nowhere.
    public Optional<IpAddress> managementAddress() {
        return managementEndpoint()
                .flatMap(endpoint ->
                        optional(MANAGEMENT_ADDRESS).or(() -> KeyValues.literal(endpoint)));
    }

    /// Empty: the gateway makes an authority and a certificate of its own.
    public Optional<Path> managementCertificate() {
        return optional(MANAGEMENT_CERTIFICATE);
    }

    /// There where [#managementCertificate] is.
    public Optional<Path> managementKey() {
        return optional(MANAGEMENT_KEY);
    }

    public Optional<Path> managementClientAuthorities() {
        return optional(MANAGEMENT_CLIENT_AUTHORITIES);
    }

    /// `udp://HOST:PORT` or `tcp://HOST:PORT`.
    public Optional<URI> syslogServer() {
        return optional(SYSLOG_SERVER);
    }

    /// Names or addresses; empty: nobody says which.
    public List<String> timeServers() {
        return optional(TIME_SERVER).orElse(List.of());
    }

    public Path stateDirectory() {
        return optional(STATE_DIRECTORY).orElse(DEFAULT_STATE_DIRECTORY);
    }

    public Path controlSocket() {
        return optional(CONTROL_SOCKET).orElse(DEFAULT_CONTROL_SOCKET);
    }

    /// By default beside [#controlSocket], so that each gateway of a host has its own.
    public Path ikeSocket() {
        return optional(IKE_SOCKET).orElseGet(() -> beside("kernel-hnv.sock"));
    }

    /// By default beside [#controlSocket]: never that of a charon which serves somebody else.
    public Path viciSocket() {
        return optional(VICI_SOCKET).orElseGet(() -> beside("charon.vici"));
    }

    private Path beside(String name) {
        return controlSocket().resolveSibling(name);
    }

    /// Empty: nothing is kept for the gateway that is started next.
    public Optional<Path> runtimeDirectory() {
        return optional(RUNTIME_DIRECTORY).orElse(Optional.of(DEFAULT_RUNTIME_DIRECTORY));
    }

    /// Empty: the XDP program and its tables end with the gateway.
    public Optional<Path> pinDirectory() {
        return optional(PIN_DIRECTORY).orElse(Optional.of(DEFAULT_PIN_DIRECTORY));
    }

    public int heartbeatTimeoutSeconds() {
        return optional(HEARTBEAT_TIMEOUT).orElse(60);
    }

    public int flowTableEntries() {
        return optional(FLOW_TABLE_ENTRIES).orElse(1 << 19);
    }

    /// By default so many that both flow entries of each fill three quarters of the flow table.
    public int sessions() {
        return optional(SESSIONS).orElse(3 << 16);
    }

    public int frameCount() {
        return optional(FRAME_COUNT).orElse(1 << 14);
    }

    /// Of each tenant and direction, packets a second, while the workers are behind.
    public int slowPathRate() {
        return optional(SLOW_PATH_RATE).orElse(10_000);
    }

    public int slowPathBurst() {
        return optional(SLOW_PATH_BURST).orElse(256);
    }

    public OptionalLong randomSeed() {
        Long seed = value(RANDOM_SEED);
        return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    }

    private <T> Optional<T> optional(ConnectionKey<T> key) {
        return Optional.ofNullable(value(key));
    }

    /// Null where the key is absent. Only the key's own parser puts a value under it.
    @SuppressWarnings("unchecked")
    public <T> @Nullable T value(ConnectionKey<T> key) {
        return (T) values.get(key);
    }

    /// The canonical form: keys in the order of [ConnectionKeys], quoted where they must be.
    @Override
    public String toString() {
        return ConnectionKeys.ALL.stream()
                .filter(values::containsKey)
                .map(key -> key.label() + "=" + written(values.get(key)))
                .collect(Collectors.joining(";"));
    }

    private static String written(@Nullable Object value) {
        return switch (value) {
            case List<?> list ->
                    list.stream().map(String::valueOf).collect(Collectors.joining(","));
            case Boolean flag -> flag ? "True" : "False";
            case Labelled choice -> choice.label();
            case Optional<?> path -> path.isPresent() ? written(path.get()) : "none";
            case null, default -> quoted(String.valueOf(value));
        };
    }

    private static String quoted(String text) {
        boolean plain =
                !text.startsWith("=")
                        && text.indexOf(';') < 0
                        && text.indexOf('"') < 0
                        && text.equals(text.strip());
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
