package io.hnvgateway.provider.connection;

import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpRange;
import io.hnvgateway.provider.value.ValueParser;
import io.hnvgateway.provider.value.Values;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// All keys. The first eight are those of the Windows gateway, with its meaning.
public final class ConnectionKeys {
    public static final ConnectionKey<String> VM_HOST =
            key(
                    "VMHost",
                    "Host or host cluster that the gateway runs on; a label.",
                    KeyValues::label);
    public static final ConnectionKey<String> GATEWAY_VM =
            key(
                    "GatewayVM",
                    "Name of the gateway or its guest cluster; a label.",
                    KeyValues::label);
    public static final ConnectionKey<String> BACKEND_SWITCH =
            key(
                    "BackendSwitch",
                    "Interface of the provider network, if BackendInterface is absent.",
                    KeyValues::label);
    public static final ConnectionKey<Boolean> DIRECT_ROUTING_MODE =
            key(
                    "DirectRoutingMode",
                    "True permits direct routing, False forbids it.",
                    Values::bool);
    public static final ConnectionKey<IpAddress> FRONT_END_SERVER_ADDRESS =
            key(
                    "FrontEndServerAddress",
                    "Front-end address that routers point to.",
                    KeyValues::unicast);
    public static final ConnectionKey<IpAddress> VPN_SERVER_ADDRESS =
            key("VPNServerAddress", "Address that tenants are told to dial.", KeyValues::unicast);
    public static final ConnectionKey<Integer> MAX_VM_NETWORKS =
            key(
                    "MaxVMNetworksSupported",
                    "Further customer networks are refused.",
                    Values.integer(1, 1_000_000));
    public static final ConnectionKey<Boolean> MIGRATE =
            key("Migrate", "True rebinds a controller to a rebuilt gateway.", Values::bool);

    public static final ConnectionKey<List<String>> FRONT_END_INTERFACES =
            key(
                    "FrontEndInterface",
                    "Interfaces towards the outside.",
                    Values.list(InterfaceName::parse));
    public static final ConnectionKey<List<String>> BACK_END_INTERFACES =
            key(
                    "BackendInterface",
                    "Interfaces of the provider network.",
                    Values.list(InterfaceName::parse));
    public static final ConnectionKey<List<IpAddress>> PROVIDER_ADDRESSES =
            key(
                    "ProviderAddress",
                    "The gateway's addresses on the provider network; default: those of the interface.",
                    Values.list(KeyValues::unicast));
    public static final ConnectionKey<List<InterfaceAddress>> ADDRESSES =
            key("Addresses", "The gateway's addresses on tagged interfaces.", KeyValues::addresses);
    public static final ConnectionKey<List<IpAddress>> FRONT_END_GATEWAY =
            key(
                    "FrontEndGateway",
                    "Next hops of tenants' traffic to the outside; several share it.",
                    KeyValues::nextHops);
    public static final ConnectionKey<List<IpAddress>> BACK_END_GATEWAY =
            key(
                    "BackendGateway",
                    "Next hops to provider addresses in other subnets; several share them.",
                    KeyValues::nextHops);
    public static final ConnectionKey<List<IpRange>> NAT_POOL =
            key(
                    "NatPool",
                    "Addresses, prefixes and ranges for dynamic public addresses.",
                    KeyValues::natPool);
    public static final ConnectionKey<DataPath> DATA_PATH =
            key("DataPath", "How frames enter and leave.", Values.oneOf(DataPath.class));
    public static final ConnectionKey<Executor> EXECUTOR =
            key(
                    "Executor",
                    "Who carries the packets of a known flow.",
                    Values.oneOf(Executor.class));
    public static final ConnectionKey<Integer> WORKERS =
            key("Workers", "Threads that forward.", KeyValues::workers);
    public static final ConnectionKey<Cores> CORES =
            key("Cores", "Which core each worker runs on.", Cores::parse);
    public static final ConnectionKey<URI> MANAGEMENT_ENDPOINT =
            key(
                    "ManagementEndpoint",
                    "Where a controller reaches the gateway.",
                    KeyValues::endpoint);
    public static final ConnectionKey<String> FINGERPRINT =
            key(
                    "Fingerprint",
                    "SHA-256 of the certificate at ManagementEndpoint.",
                    KeyValues::fingerprint);
    public static final ConnectionKey<IpAddress> MANAGEMENT_ADDRESS =
            key(
                    "ManagementAddress",
                    "The host's address that the gateway listens at for ManagementEndpoint.",
                    KeyValues::listening);
    public static final ConnectionKey<Path> MANAGEMENT_CERTIFICATE =
            key(
                    "ManagementCertificate",
                    "PEM file of the certificate at ManagementEndpoint and its chain.",
                    KeyValues::absolutePath);
    public static final ConnectionKey<Path> MANAGEMENT_KEY =
            key(
                    "ManagementKey",
                    "PEM file of the private key of ManagementCertificate.",
                    KeyValues::absolutePath);
    public static final ConnectionKey<Path> MANAGEMENT_CLIENT_AUTHORITIES =
            key(
                    "ManagementClientAuthorities",
                    "PEM file of further authorities of client certificates.",
                    KeyValues::absolutePath);

    public static final ConnectionKey<URI> SYSLOG_SERVER =
            key(
                    "SyslogServer",
                    "Where events are sent to, beside the log (RFC 5424).",
                    KeyValues::syslog);
    public static final ConnectionKey<List<String>> TIME_SERVER =
            key(
                    "TimeServer",
                    "Time sources of the host, which the gateway checks to be followed.",
                    Values.list(KeyValues::hostName));

    public static final ConnectionKey<Path> STATE_DIRECTORY =
            key(
                    "StateDirectory",
                    "Where the last applied desired state is kept.",
                    KeyValues::absolutePath);
    public static final ConnectionKey<Path> CONTROL_SOCKET =
            key("ControlSocket", "UNIX socket of hnvctl.", KeyValues::socketPath);
    public static final ConnectionKey<Path> IKE_SOCKET =
            key(
                    "IkeSocket",
                    "UNIX socket that the gateway opens for charon's plugin kernel-hnv.",
                    KeyValues::socketPath);
    public static final ConnectionKey<Path> VICI_SOCKET =
            key(
                    "ViciSocket",
                    "UNIX socket at which the gateway's charon takes commands.",
                    KeyValues::socketPath);
    public static final ConnectionKey<Optional<Path>> RUNTIME_DIRECTORY =
            key(
                    "RuntimeDirectory",
                    "Where NAT's records are kept for the gateway that is started next; or none.",
                    KeyValues::pathOrNone);
    public static final ConnectionKey<Optional<Path>> PIN_DIRECTORY =
            key(
                    "PinDirectory",
                    "Where the XDP program and its tables stay for it, on a bpffs; or none.",
                    KeyValues::pathOrNone);
    public static final ConnectionKey<Integer> HEARTBEAT_TIMEOUT =
            key(
                    "HeartbeatTimeout",
                    "Seconds for which the XDP program goes on without a gateway.",
                    Values.integer(5, 3600));
    public static final ConnectionKey<Integer> FLOW_TABLE_ENTRIES =
            key(
                    "FlowTableEntries",
                    "Slots of the flow table.",
                    KeyValues.powerOfTwo(1 << 10, 1 << 26));
    public static final ConnectionKey<Integer> SESSIONS =
            key(
                    "Sessions",
                    "Most NAT sessions of all tenants together.",
                    Values.integer(1024, 1 << 26));
    public static final ConnectionKey<Integer> FRAME_COUNT =
            key(
                    "FrameCount",
                    "Frames of 4096 bytes in packet memory.",
                    KeyValues.powerOfTwo(1 << 9, 1 << 20));
    public static final ConnectionKey<Integer> SLOW_PATH_RATE =
            key(
                    "SlowPathRate",
                    "First and unusual packets a second, of each tenant and direction, while the workers are behind.",
                    Values.integer(1, 10_000_000));
    public static final ConnectionKey<Integer> SLOW_PATH_BURST =
            key(
                    "SlowPathBurst",
                    "Such packets at once of a tenant that was silent.",
                    Values.integer(64, 1 << 20));
    public static final ConnectionKey<Long> RANDOM_SEED =
            key(
                    "RandomSeed",
                    "Makes ports and hashes predictable: for tests only.",
                    Values.longInteger(Long.MIN_VALUE, Long.MAX_VALUE));

    static final List<ConnectionKey<?>> ALL =
            List.of(
                    VM_HOST,
                    GATEWAY_VM,
                    BACKEND_SWITCH,
                    DIRECT_ROUTING_MODE,
                    FRONT_END_SERVER_ADDRESS,
                    VPN_SERVER_ADDRESS,
                    MAX_VM_NETWORKS,
                    MIGRATE,
                    FRONT_END_INTERFACES,
                    BACK_END_INTERFACES,
                    PROVIDER_ADDRESSES,
                    ADDRESSES,
                    FRONT_END_GATEWAY,
                    BACK_END_GATEWAY,
                    NAT_POOL,
                    DATA_PATH,
                    EXECUTOR,
                    WORKERS,
                    CORES,
                    MANAGEMENT_ENDPOINT,
                    FINGERPRINT,
                    MANAGEMENT_ADDRESS,
                    MANAGEMENT_CERTIFICATE,
                    MANAGEMENT_KEY,
                    MANAGEMENT_CLIENT_AUTHORITIES,
                    SYSLOG_SERVER,
                    TIME_SERVER,
                    STATE_DIRECTORY,
                    CONTROL_SOCKET,
                    IKE_SOCKET,
                    VICI_SOCKET,
                    RUNTIME_DIRECTORY,
                    PIN_DIRECTORY,
                    HEARTBEAT_TIMEOUT,
                    FLOW_TABLE_ENTRIES,
                    SESSIONS,
                    FRAME_COUNT,
                    SLOW_PATH_RATE,
                    SLOW_PATH_BURST,
                    RANDOM_SEED);

    private ConnectionKeys() {}

    /// Every key, in the order in which documentation lists them.
    public static List<ConnectionKey<?>> all() {
        return ALL;
    }

    private static <T> ConnectionKey<T> key(String label, String purpose, ValueParser<T> parser) {
        return new ConnectionKey<>(label, purpose, parser);
    }
}
