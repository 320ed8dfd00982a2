package io.hnvgateway.nat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowEntry;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/// The mappings and sessions with all that hangs on them: external ports, paired addresses, quotas
/// and flow entries. What ends here ends whole. Owner: one worker thread.
final class Bindings {
    static final int NONE = -1;

    /// How long a port is kept from others after its mapping (RFC 6888 REQ-8).
    static final int QUARANTINE_COARSE = FlowEntry.coarse(TimeUnit.SECONDS.toNanos(120)) + 1;

    final MappingTable mappings;
    final SessionTable sessions;
    final Configuration configuration;
    final Admission admission;

    private final HostTable hosts;
    private final SessionFlows flows;
    private final ExternalPorts ports;
    private final NatShared shared;
    private final int worker;

    Bindings(
            MemorySegment memory,
            NatCapacity capacity,
            NatShared shared,
            int worker,
            SessionFlows flows) {
        long base = memory.address();
        long seed = shared.secrets.hashSeed();
        mappings = new MappingTable(base, capacity.mappings(), seed);
        long behind = base + (long) capacity.mappings() * MappingRecord.BYTES;
        sessions = new SessionTable(behind, capacity.sessions(), seed);
        hosts = new HostTable(capacity.hosts(), seed);
        configuration = new Configuration();
        admission = new Admission(shared.usage, configuration, mappings, sessions);
        ports = new ExternalPorts(shared, worker);
        this.flows = flows;
        this.shared = shared;
        this.worker = worker;
    }

    /// What reads ahead for the openings of a batch.
    OpeningPass openings() {
        return new OpeningPass(this, hosts, ports);
    }

    void adopt(NatSnapshot snapshot) {
        configuration.adopt(snapshot);
        shared.externals.prune(snapshot);
        admission.grow(configuration.size());
    }

    /// Takes up what an earlier process left in the memory, before the first [#adopt].
    NatRestored restore(IntPredicate compartments, long nowNs) {
        return new NatRestore(this, hosts, ports, shared, worker).run(compartments, nowNs);
    }

    /// Why the last [#openDynamic], [#openStatic] or [Admission#takeSession] refused.
    DropReason refusal() {
        return admission.refusal();
    }

    /// How flow entries and actions name a session, or NO_SESSION.
    int name(int session) {
        return session == NONE ? FlowAction.NO_SESSION : shared.sessionName(session, worker);
    }

    /// Makes a mapping of the tuple's inside endpoint to a free port of its external address.
    ///
    /// @return its slot, or NONE with a [#refusal]
    int openDynamic(Tuple t, NatPolicy policy, long nowNs) {
        if (!admission.takePort(t.compartment, policy)) {
            return NONE;
        }
        int slot = admission.hasMappingRoom(t.compartment) ? addDynamic(t, policy, nowNs) : NONE;
        if (slot == NONE) {
            admission.endPort(t.compartment);
        }
        return slot;
    }

    private int addDynamic(Tuple t, NatPolicy policy, long nowNs) {
        int known = hosts.find(t.compartment, t.insideAddress);
        boolean paired = known != NONE && policy.hasExternalAddress(hosts.external(known));
        boolean taken =
                paired ? ports.take(t, policy, hosts.external(known)) : ports.takeAny(t, policy);
        if (!taken) {
            admission.refuse(DropReason.NAT_PORTS_EXHAUSTED);
            return NONE;
        }
        int host = hosts.claim(t.compartment, t.insideAddress, t.externalAddress);
        int slot = host == HostTable.NONE ? NONE : add(t, MappingRecord.DYNAMIC, nowNs);
        if (slot == NONE) {
            ports.release(t.externalAddress, t.protocol, t.externalPort);
            admission.refuse(DropReason.NAT_TABLE_FULL);
        }
        return slot;
    }

    /// Makes the record of an inbound or 1:1 rule for the tuple's two endpoints.
    ///
    /// @return its slot, or NONE with a [#refusal]
    int openStatic(Tuple t, int kind, long nowNs) {
        return admission.hasMappingRoom(t.compartment) ? add(t, kind, nowNs) : NONE;
    }

    private int add(Tuple t, int kind, long nowNs) {
        int slot = mappings.add(t, kind, nowNs);
        if (slot != NONE) {
            long m = mappings.address(slot);
            MappingRecord.tenure(m, configuration.tenure(t.compartment));
        }
        return slot;
    }

    /// Makes a session; the caller has taken it of the quota ([Admission#takeSession]).
    int openSession(int mapping, Tuple t, int state, long nowNs) {
        int slot = sessions.add(mapping, t, state);
        long s = sessions.address(slot);
        SessionRecord.lastUse(s, FlowEntry.coarse(nowNs));
        link(mapping, slot, s);
        return slot;
    }

    void link(int mapping, int slot, long s) {
        long m = mappings.address(mapping);
        int first = MappingRecord.firstSession(m);
        SessionRecord.nextOfMapping(s, first);
        if (first != NONE) {
            SessionRecord.previousOfMapping(sessions.address(first), slot);
        }
        MappingRecord.firstSession(m, slot);
        MappingRecord.sessions(m, MappingRecord.sessions(m) + 1);
        mappings.state(mapping, MappingRecord.LIVE);
    }

    /// Ends a session with its flow entries, and its mapping when it was the last.
    void endSession(int slot, long nowNs) {
        long s = sessions.address(slot);
        int mapping = SessionRecord.mapping(s);
        long m = mappings.address(mapping);
        flows.remove(s, slot, nowNs);
        unlink(m, s);
        if (!TcpState.isClosed(SessionRecord.state(s))) {
            mappings.endedUnclosed(mapping, FlowEntry.coarse(nowNs));
        }
        sessions.remove(slot);
        admission.endSession(MappingRecord.compartment(m));
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
            mappings.state(mapping, MappingRecord.QUARANTINED);
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
            admission.endPort(compartment);
            ports.release(
                    MappingRecord.externalAddress(m),
                    MappingRecord.protocol(m),
                    MappingRecord.externalPort(m));
        }
        mappings.remove(mapping);
    }
}
