package io.hnvgateway.nat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.flow.FlowEntry;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/// The mappings and sessions with all that hangs on them: external ports, paired addresses, quotas
/// and flow entries. What ends here ends whole. Owner: one worker thread.
final class Bindings {
    static final int NONE = -1;

    /// How long a port is kept from others after its mapping (RFC 6888 REQ-8).
    static final int QUARANTINE_COARSE = FlowEntry.coarse(TimeUnit.SECONDS.toNanos(120)) + 1;

    /// The last 1/16 of a table is for compartments that use less than their equal share of it.
    private static final int RESERVE_DIVISOR = 16;

    final MappingTable mappings;
    final SessionTable sessions;
    final ExternalAddresses externals = new ExternalAddresses();
    final Configuration configuration;
    final Usage portUsage;
    final Usage sessionUsage;

    private final HostTable hosts;
    private final SessionFlows flows;
    private final PortGenerator generator;
    private final NatSecrets secrets;
    private final int worker;
    private DropReason refusal = DropReason.INTERNAL_ERROR;

    Bindings(
            MemorySegment memory,
            NatCapacity capacity,
            NatSecrets secrets,
            SessionFlows flows,
            NatEvents events) {
        long base = memory.address();
        long seed = secrets.hashSeed();
        mappings = new MappingTable(base, capacity.mappings(), seed);
        long behind = base + (long) capacity.mappings() * MappingRecord.BYTES;
        sessions = new SessionTable(behind, capacity.sessions(), seed);
        hosts = new HostTable(capacity.hosts(), seed);
        configuration = new Configuration();
        portUsage = new Usage(Quota.PORTS, events);
        sessionUsage = new Usage(Quota.SESSIONS, events);
        generator = new PortGenerator(secrets);
        this.flows = flows;
        this.secrets = secrets;
        worker = capacity.worker();
    }

    void adopt(NatSnapshot snapshot) {
        configuration.adopt(snapshot);
        externals.prune(snapshot);
        portUsage.grow(configuration.size());
        sessionUsage.grow(configuration.size());
    }

    /// Why the last [#openDynamic], [#openStatic] or [#admitsSession] refused.
    DropReason refusal() {
        return refusal;
    }

    /// Whether one more session of the compartment is allowed and has room.
    boolean admitsSession(NatPolicy policy, int compartment) {
        if (sessionUsage.used(compartment) >= policy.quotas().maxSessions()) {
            return refuse(DropReason.NAT_SESSION_QUOTA);
        }
        return hasRoom(sessions.used(), sessions.capacity(), compartment)
                || refuse(DropReason.NAT_TABLE_FULL);
    }

    private boolean hasRoom(int used, int capacity, int compartment) {
        int reserve = capacity / RESERVE_DIVISOR;
        if (used < capacity - reserve) {
            return true;
        }
        int share = reserve / Math.max(1, configuration.policies());
        return used < capacity && sessionUsage.used(compartment) < share;
    }

    private boolean refuse(DropReason reason) {
        refusal = reason;
        return false;
    }

    /// Makes a mapping of the tuple's inside endpoint to a free port of its external address.
    ///
    /// @return its slot, or NONE with a [#refusal]
    int openDynamic(Tuple t, NatPolicy policy, long nowNs) {
        if (!admitsMapping(policy, t.compartment)) {
            return NONE;
        }
        int host = hosts.find(t.compartment, t.insideAddress);
        boolean paired = host != NONE && policy.hasExternalAddress(hosts.external(host));
        int address =
                paired ? hosts.external(host) : externals.preferred(policy, t, secrets.hashSeed());
        int port = address == 0 ? 0 : takePort(address, t.protocol, policy);
        if (port == 0) {
            refuse(DropReason.NAT_PORTS_EXHAUSTED);
            return NONE;
        }
        t.externalAddress = address;
        t.externalPort = port;
        return addDynamic(t, policy, nowNs);
    }

    private boolean admitsMapping(NatPolicy policy, int compartment) {
        if (portUsage.used(compartment) >= policy.quotas().maxPorts()) {
            return refuse(DropReason.NAT_PORT_QUOTA);
        }
        return hasRoom(mappings.used(), mappings.capacity(), compartment)
                || refuse(DropReason.NAT_TABLE_FULL);
    }

    private int takePort(int address, int protocol, NatPolicy policy) {
        return externals.of(address).space(protocol, policy.inbound()).take(generator, worker);
    }

    private int addDynamic(Tuple t, NatPolicy policy, long nowNs) {
        int host = hosts.claim(t.compartment, t.insideAddress, t.externalAddress);
        int slot = host == HostTable.NONE ? NONE : add(t, MappingRecord.DYNAMIC, nowNs);
        if (slot == NONE) {
            releasePort(t.externalAddress, t.protocol, t.externalPort);
            refuse(DropReason.NAT_TABLE_FULL);
            return NONE;
        }
        portUsage.add(t.compartment, policy.quotas());
        return slot;
    }

    /// Makes the record of an inbound or 1:1 rule for the tuple's two endpoints.
    ///
    /// @return its slot, or NONE with a [#refusal]
    int openStatic(Tuple t, int kind, long nowNs) {
        boolean room = hasRoom(mappings.used(), mappings.capacity(), t.compartment);
        int slot = room ? add(t, kind, nowNs) : NONE;
        if (slot == NONE) {
            refuse(DropReason.NAT_TABLE_FULL);
        }
        return slot;
    }

    private int add(Tuple t, int kind, long nowNs) {
        int slot = mappings.add(t, kind, nowNs);
        if (slot != NONE) {
            long m = mappings.address(slot);
            MappingRecord.tenure(m, configuration.tenure(t.compartment));
        }
        return slot;
    }

    /// Makes a session; the caller has asked [#admitsSession].
    int openSession(int mapping, Tuple t, int state, NatPolicy policy, long nowNs) {
        int slot = sessions.add(mapping, t);
        long s = sessions.address(slot);
        SessionRecord.state(s, state);
        SessionRecord.lastUse(s, FlowEntry.coarse(nowNs));
        link(mapping, slot, s);
        sessionUsage.add(t.compartment, policy.quotas());
        return slot;
    }

    private void link(int mapping, int slot, long s) {
        long m = mappings.address(mapping);
        int first = MappingRecord.firstSession(m);
        SessionRecord.nextOfMapping(s, first);
        if (first != NONE) {
            SessionRecord.previousOfMapping(sessions.address(first), slot);
        }
        MappingRecord.firstSession(m, slot);
        MappingRecord.sessions(m, MappingRecord.sessions(m) + 1);
        MappingRecord.state(m, MappingRecord.LIVE);
    }

    /// Ends a session with its flow entries, and its mapping when it was the last.
    void endSession(int slot, long nowNs) {
        long s = sessions.address(slot);
        int mapping = SessionRecord.mapping(s);
        long m = mappings.address(mapping);
        flows.remove(s, slot, nowNs);
        unlink(m, s);
        if (!TcpState.isClosed(SessionRecord.state(s))) {
            MappingRecord.endedUnclosed(m, FlowEntry.coarse(nowNs));
        }
        sessions.remove(slot);
        int compartment = MappingRecord.compartment(m);
        sessionUsage.remove(compartment, limit(compartment, Quota.SESSIONS));
        if (MappingRecord.sessions(m) == 0) {
            retire(mapping, m, nowNs);
        }
    }

    private void unlink(long m, long s) {
        int next = SessionRecord.nextOfMapping(s);
        int previous = SessionRecord.previousOfMapping(s);
        if (next != NONE) {
            SessionRecord.previousOfMapping(sessions.address(next), previous);
        }
        if (previous == NONE) {
            MappingRecord.firstSession(m, next);
        } else {
            SessionRecord.nextOfMapping(sessions.address(previous), next);
        }
        MappingRecord.sessions(m, MappingRecord.sessions(m) - 1);
    }

    private void retire(int mapping, long m, long nowNs) {
        if (MappingRecord.kind(m) == MappingRecord.DYNAMIC
                && MappingRecord.unclosed(m)
                && !quarantineOver(m, nowNs)) {
            MappingRecord.state(m, MappingRecord.QUARANTINED);
        } else {
            release(mapping);
        }
    }

    boolean quarantineOver(long m, long nowNs) {
        return FlowEntry.coarse(nowNs) - MappingRecord.endedCoarse(m) >= QUARANTINE_COARSE;
    }

    /// Gives back a mapping without sessions, and its port.
    void release(int mapping) {
        long m = mappings.address(mapping);
        if (MappingRecord.kind(m) == MappingRecord.DYNAMIC) {
            int compartment = MappingRecord.compartment(m);
            hosts.removeMapping(compartment, MappingRecord.insideAddress(m));
            portUsage.remove(compartment, limit(compartment, Quota.PORTS));
            releasePort(
                    MappingRecord.externalAddress(m),
                    MappingRecord.protocol(m),
                    MappingRecord.externalPort(m));
        }
        mappings.remove(mapping);
    }

    private void releasePort(int address, int protocol, int port) {
        ExternalAddress external = externals.find(address);
        PortSpace space = external == null ? null : external.existing(protocol);
        if (space != null) {
            space.release(port);
        }
    }

    private int limit(int compartment, Quota which) {
        NatPolicy policy = configuration.policy(compartment);
        return policy == null ? 0 : policy.quotas().limit(which);
    }
}
