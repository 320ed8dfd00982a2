package io.hnvgateway.app.telemetry;

import java.util.List;

/// The gateway's own metrics. `docs/metrics.md` is made of them.
///
/// Labels are names of what is configured, reasons and states; never a flow or a packet's address,
/// so that what a page holds is bounded by the configuration.
@SuppressWarnings("ImmutableEnumChecker") // the lists are List.of
public enum Metric {
    TENANT_FORWARDED(
            "hnv_tenant_forwarded_packets",
            Type.COUNTER,
            "Packets forwarded, by whatever executor.",
            Scope.TENANT),
    TENANT_EXECUTED_PACKETS(
            "hnv_tenant_executed_packets",
            Type.COUNTER,
            "Those of them that the XDP program carried, unseen by any worker.",
            Scope.TENANT),
    TENANT_EXECUTED_BYTES(
            "hnv_tenant_executed_bytes",
            Type.COUNTER,
            "Bytes of the frames that the XDP program carried, as they arrived.",
            Scope.TENANT),
    TENANT_DECIDED(
            "hnv_tenant_decided_packets",
            Type.COUNTER,
            "Packets that no flow entry carried and the slow path decided.",
            Scope.TENANT),
    TENANT_DROPPED(
            "hnv_tenant_dropped_packets",
            Type.COUNTER,
            "Packets dropped, by reason (docs/drop-reasons.md); only reasons that occurred.",
            Scope.TENANT,
            "reason"),
    TENANT_MADE(
            "hnv_tenant_made_packets",
            Type.COUNTER,
            "Packets that the gateway itself made: answers, errors, fragments; when there were any.",
            Scope.TENANT),
    TENANT_SOURCE_VIOLATIONS(
            "hnv_tenant_source_check_violations",
            Type.COUNTER,
            "Packets that broke the source check where it only logs; when there were any.",
            Scope.TENANT),
    TENANT_ICMP_SUPPRESSED(
            "hnv_tenant_icmp_errors_suppressed",
            Type.COUNTER,
            "ICMP errors left out because of the rate limit; when there were any.",
            Scope.TENANT),
    TENANT_FLOWS_REFUSED(
            "hnv_tenant_flow_entries_refused",
            Type.COUNTER,
            "Flow entries that found no place; when there were any.",
            Scope.TENANT),
    TENANT_USAGE_BYTES(
            "hnv_tenant_usage_bytes",
            Type.COUNTER,
            "Durable usage in bytes of IP packets; only what occurred (docs/operations.md).",
            Scope.TENANT,
            "kind",
            "direction"),
    TENANT_USAGE_PACKETS(
            "hnv_tenant_usage_packets",
            Type.COUNTER,
            "Durable usage in packets; only what occurred.",
            Scope.TENANT,
            "kind",
            "direction"),
    TENANT_SESSIONS("hnv_tenant_nat_sessions", Type.GAUGE, "NAT sessions.", Scope.TENANT),
    TENANT_SESSIONS_QUOTA(
            "hnv_tenant_nat_sessions_quota",
            Type.GAUGE,
            "Most NAT sessions; of tenants with NAT.",
            Scope.TENANT),
    TENANT_PORTS(
            "hnv_tenant_nat_ports",
            Type.GAUGE,
            "External ports and ICMP identifiers taken, those in quarantine included.",
            Scope.TENANT),
    TENANT_PORTS_QUOTA(
            "hnv_tenant_nat_ports_quota",
            Type.GAUGE,
            "Most external ports; of tenants with NAT.",
            Scope.TENANT),
    TENANT_FLOWS("hnv_tenant_flow_entries", Type.GAUGE, "Flow entries.", Scope.TENANT),
    TENANT_ROUTES(
            "hnv_tenant_routes", Type.GAUGE, "Routes in force, learned ones too.", Scope.TENANT),
    TENANT_RECORDS("hnv_tenant_lookup_records", Type.GAUGE, "Lookup records.", Scope.TENANT),
    TENANT_HELD(
            "hnv_tenant_held_packets",
            Type.GAUGE,
            "Packets that wait for a neighbour or a first fragment; when there are any.",
            Scope.TENANT),

    CONNECTION_UP("hnv_connection_up", Type.GAUGE, "1: it carries packets.", Scope.CONNECTION),
    CONNECTION_STATE(
            "hnv_connection_state",
            Type.GAUGE,
            "1 for the state that it is in, as `hnvctl show tunnels` names it.",
            Scope.CONNECTION,
            "state"),
    CONNECTION_UPTIME(
            "hnv_connection_uptime_seconds",
            Type.GAUGE,
            "Since it is up; 0 while it is down.",
            Scope.CONNECTION),
    CONNECTION_PACKETS(
            "hnv_connection_packets",
            Type.COUNTER,
            "Inner packets that passed; direction is in (from the peer) or out.",
            Scope.CONNECTION,
            "direction"),
    CONNECTION_BYTES(
            "hnv_connection_bytes",
            Type.COUNTER,
            "Bytes of the inner packets that passed.",
            Scope.CONNECTION,
            "direction"),
    CONNECTION_DROPPED(
            "hnv_connection_dropped_packets",
            Type.COUNTER,
            "Inner packets dropped.",
            Scope.CONNECTION,
            "direction"),

    PEER_UP("hnv_bgp_peer_up", Type.GAUGE, "1: the session is established.", Scope.PEER),
    PEER_STATE(
            "hnv_bgp_peer_state",
            Type.GAUGE,
            "1 for the state that it is in: up, down, unknown, held-back.",
            Scope.PEER,
            "state"),
    PEER_STATE_SECONDS(
            "hnv_bgp_peer_state_seconds", Type.GAUGE, "Since its state is that.", Scope.PEER),
    PEER_PREFIXES(
            "hnv_bgp_peer_prefixes",
            Type.GAUGE,
            "Prefixes at present: received (refused ones included), accepted, stale, advertised.",
            Scope.PEER,
            "set"),
    PEER_UPDATES("hnv_bgp_peer_updates", Type.COUNTER, "UPDATE messages received.", Scope.PEER),
    PEER_FAULTS(
            "hnv_bgp_peer_faults",
            Type.COUNTER,
            "What was wrong: malformed and discarded (RFC 7606), session (it ended), unsaid.",
            Scope.PEER,
            "kind"),
    PEER_BFD_UP(
            "hnv_bgp_peer_bfd_up", Type.GAUGE, "1: BFD says up; of peers with BFD.", Scope.PEER),

    PORT_RECEIVED(
            "hnv_port_received_packets", Type.COUNTER, "Frames that workers received.", Scope.PORT),
    PORT_SENT("hnv_port_sent_packets", Type.COUNTER, "Frames that workers sent.", Scope.PORT),
    PORT_LOST(
            "hnv_port_lost_packets",
            Type.COUNTER,
            "Frames lost between a device and a worker, or that found no room in a ring.",
            Scope.PORT),
    PORT_REDIRECT_LOST(
            "hnv_port_redirect_lost_packets",
            Type.COUNTER,
            "Frames that the XDP program sent out of it and its device refused; of worker 0.",
            Scope.PORT),

    WORKER_ROUNDS(
            "hnv_worker_rounds",
            Type.COUNTER,
            "Rounds; one that stands still means that the worker hangs.",
            Scope.WORKER),
    WORKER_ERRORS(
            "hnv_worker_internal_errors",
            Type.COUNTER,
            "Faults of the program that left a worker's handler.",
            Scope.WORKER),
    WORKER_ALIVE("hnv_worker_alive", Type.GAUGE, "1: its thread runs.", Scope.WORKER),

    BUILD("hnv_build", Type.INFO, "The version; always 1.", Scope.GATEWAY, "version"),
    RECEIVED_PACKETS(
            "hnv_received_packets",
            Type.COUNTER,
            "Frames received by workers and by the XDP program for tenants.",
            Scope.GATEWAY),
    RECEIVED_BYTES("hnv_received_bytes", Type.COUNTER, "Bytes of these frames.", Scope.GATEWAY),
    DROPPED(
            "hnv_dropped_packets",
            Type.COUNTER,
            "Frames dropped that belong to no tenant, by reason; only reasons that occurred.",
            Scope.GATEWAY,
            "reason"),
    PIPELINE_ERRORS(
            "hnv_pipeline_internal_errors",
            Type.COUNTER,
            "Faults of the program on the way of a packet.",
            Scope.GATEWAY),
    FLOW_ENTRIES(
            "hnv_flow_entries", Type.GAUGE, "Live entries of both flow tables.", Scope.GATEWAY),
    FLOW_TOMBSTONES(
            "hnv_flow_tombstones",
            Type.GAUGE,
            "Slots of ended flows, not yet free.",
            Scope.GATEWAY),
    FLOW_CAPACITY("hnv_flow_capacity", Type.GAUGE, "Slots of both flow tables.", Scope.GATEWAY),
    TENANTS("hnv_tenants", Type.GAUGE, "Networks in force.", Scope.GATEWAY),
    GENERATION(
            "hnv_snapshot_generation",
            Type.GAUGE,
            "Number of the snapshot that workers use.",
            Scope.GATEWAY),
    DRAINED("hnv_drained", Type.GAUGE, "1: the gateway is drained.", Scope.GATEWAY),
    EVENTS("hnv_events", Type.COUNTER, "Events since the start.", Scope.GATEWAY),
    EVENTS_UNSENT(
            "hnv_events_unsent",
            Type.COUNTER,
            "Events that did not reach the syslog target; 0 without one.",
            Scope.GATEWAY),
    STORE_BYTES(
            "hnv_store_bytes",
            Type.GAUGE,
            "Bytes of the stored desired state and of its journals.",
            Scope.GATEWAY,
            "file"),
    HEALTHY(
            "hnv_health",
            Type.GAUGE,
            "1: the check passes (docs/operations.md).",
            Scope.GATEWAY,
            "check"),
    CLOCK_ERROR(
            "hnv_clock_maximum_error_seconds",
            Type.GAUGE,
            "How far the host's clock may be off, by the word of its time service.",
            Scope.GATEWAY),
    CLOCK_SYNCHRONISED(
            "hnv_clock_synchronised",
            Type.GAUGE,
            "1: the kernel's clock is synchronised.",
            Scope.GATEWAY),
    INCOMPLETE(
            "hnv_metrics_incomplete",
            Type.GAUGE,
            "1: a part of this page could not be read; the log says why.",
            Scope.GATEWAY);

    /// What a metric's values do.
    public enum Type {
        /// Only grows while the process lives.
        COUNTER("_total"),
        GAUGE(""),
        /// Its labels say it; the value is 1.
        INFO("_info");

        private final String suffix;

        Type(String suffix) {
            this.suffix = suffix;
        }
    }

    /// What a metric is of, and the labels by which that is named.
    public enum Scope {
        TENANT("tenant", "rdid"),
        CONNECTION("tenant", "rdid", "connection", "type"),
        PEER("tenant", "rdid", "peer"),
        PORT("port", "worker"),
        WORKER("worker"),
        GATEWAY;

        private final List<String> labels;

        Scope(String... labels) {
            this.labels = List.of(labels);
        }

        public List<String> labels() {
            return labels;
        }
    }

    private final String label;
    private final Type type;
    private final String help;
    private final Scope scope;
    private final List<String> further;

    Metric(String label, Type type, String help, Scope scope, String... further) {
        this.label = label;
        this.type = type;
        this.help = help;
        this.scope = scope;
        this.further = List.of(further);
    }

    /// Name without the suffix of its type.
    String base() {
        return label;
    }

    /// Name as the page has it.
    public String label() {
        return label + type.suffix;
    }

    public Type type() {
        return type;
    }

    /// A sentence.
    public String help() {
        return help;
    }

    public Scope scope() {
        return scope;
    }

    /// Labels beside those of the scope.
    public List<String> further() {
        return further;
    }
}
