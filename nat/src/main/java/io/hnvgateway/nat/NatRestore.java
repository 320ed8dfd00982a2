package io.hnvgateway.nat;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.flow.FlowEntry;
import java.util.BitSet;
import java.util.function.IntPredicate;

/// Takes up the mappings and sessions that an earlier process left in one worker's memory: each is
/// believed when its seal is whole, its values make sense, and it takes nothing that another one
/// has. The others are forgotten and counted. Ports, leases, quotas and indices are made anew from
/// what is kept.
///
/// Whether the configuration still allows a mapping is asked when it is met next, as after any
/// change. Runs once, before the first snapshot, on one thread for all workers.
final class NatRestore {
    private final Bindings bindings;
    private final MappingTable mappings;
    private final SessionTable sessions;
    private final HostTable hosts;
    private final ExternalPorts ports;
    private final NatShared shared;
    private final int worker;
    private final Tuple tuple = new Tuple();
    private final BitSet keptMappings = new BitSet();
    private final BitSet keptSessions = new BitSet();
    private int damaged;
    private int foreign;
    private int conflicting;
    private int now;

    NatRestore(
            Bindings bindings, HostTable hosts, ExternalPorts ports, NatShared shared, int worker) {
        this.bindings = bindings;
        mappings = bindings.mappings;
        sessions = bindings.sessions;
        this.hosts = hosts;
        this.ports = ports;
        this.shared = shared;
        this.worker = worker;
    }

    NatRestored run(IntPredicate compartments, long nowNs) {
        now = FlowEntry.coarse(nowNs);
        int mappingBound = mappings(compartments);
        int sessionBound = sessions();
        mappings.adopt(mappingBound, keptMappings);
        sessions.adopt(sessionBound, keptSessions);
        holdBack();
        return new NatRestored(
                keptMappings.cardinality(),
                keptSessions.cardinality(),
                damaged,
                foreign,
                conflicting);
    }

    /// @return where the records that were never written begin
    private int mappings(IntPredicate compartments) {
        int slot = 0;
        while (slot < mappings.capacity() && !isUntouched(mappings.address(slot))) {
            if (MappingRecord.state(mappings.address(slot)) != MappingRecord.FREE) {
                mapping(slot, compartments);
            }
            slot++;
        }
        return slot;
    }

    private static boolean isUntouched(long record) {
        return MappingRecord.isUntouched(record);
    }

    private void mapping(int slot, IntPredicate compartments) {
        long m = mappings.address(slot);
        if (!mappings.proves(slot) || !makesSense(m)) {
            damaged++;
        } else if (!compartments.test(MappingRecord.compartment(m)) || !isOwn(m)) {
            foreign++;
        } else if (!claims(m)) {
            conflicting++;
        } else {
            keep(slot, m);
        }
    }

    /// Nothing ended later than now: the port of a mapping that says so would be held back for
    /// weeks.
    private void endsByNow(long m) {
        if (now - MappingRecord.endedCoarse(m) < 0) {
            MappingRecord.endedCoarse(m, now);
        }
    }

    /// As [#endsByNow], of a session that would not age for weeks.
    private void usedByNow(long s) {
        if (now - SessionRecord.lastUse(s) < 0) {
            SessionRecord.lastUse(s, now);
        }
    }

    private static boolean makesSense(long m) {
        int kind = MappingRecord.kind(m);
        return MappingRecord.compartment(m) > 0
                && (kind == MappingRecord.DYNAMIC
                        ? Tuple.hasPorts(MappingRecord.protocol(m))
                        : kind == MappingRecord.INBOUND || kind == MappingRecord.ONE_TO_ONE);
    }

    private boolean isOwn(long m) {
        long inside = IpAddress.mapped(MappingRecord.insideAddress(m));
        return shared.ownerOf(MappingRecord.compartment(m), 0, inside) == worker;
    }

    /// Takes what only one mapping may have.
    private boolean claims(long m) {
        tuple.protocol = MappingRecord.protocol(m);
        tuple.externalAddress = MappingRecord.externalAddress(m);
        tuple.externalPort = MappingRecord.externalPort(m);
        if (MappingRecord.state(m) == MappingRecord.LIVE
                && mappings.liveExternal(tuple) != MappingTable.NONE) {
            return false;
        }
        if (MappingRecord.kind(m) != MappingRecord.DYNAMIC) {
            return true;
        }
        if (!ports.adopt(tuple.externalAddress, tuple.protocol, tuple.externalPort)) {
            return false;
        }
        int host =
                hosts.claim(
                        MappingRecord.compartment(m),
                        MappingRecord.insideAddress(m),
                        tuple.externalAddress);
        if (host == HostTable.NONE) {
            ports.release(tuple.externalAddress, tuple.protocol, tuple.externalPort);
        }
        return host != HostTable.NONE;
    }

    private void keep(int slot, long m) {
        int compartment = MappingRecord.compartment(m);
        bindings.configuration.grow(compartment + 1);
        if (MappingRecord.kind(m) == MappingRecord.DYNAMIC) {
            bindings.admission.adoptPort(compartment);
        }
        endsByNow(m);
        MappingRecord.tenure(m, Configuration.FIRST_TENURE);
        MappingRecord.checkedEpoch(m, Configuration.NEVER);
        MappingRecord.firstSession(m, MappingRecord.NONE);
        MappingRecord.sessions(m, 0);
        mappings.index(slot);
        keptMappings.set(slot);
    }

    /// @return where the records that were never written begin
    private int sessions() {
        int slot = 0;
        while (slot < sessions.capacity() && !isUntouched(sessions.address(slot))) {
            if (SessionRecord.state(sessions.address(slot)) != SessionRecord.FREE) {
                session(slot);
            }
            slot++;
        }
        return slot;
    }

    private void session(int slot) {
        long s = sessions.address(slot);
        if (!sessions.proves(slot)) {
            damaged++;
        } else if (!fits(s)) {
            conflicting++;
        } else {
            keepSession(slot, s);
        }
    }

    /// Whether it belongs to a kept mapping, and no other session has its endpoints.
    private boolean fits(long s) {
        int mapping = SessionRecord.mapping(s);
        if (mapping < 0 || !keptMappings.get(mapping)) {
            return false;
        }
        tuple.remoteAddress = SessionRecord.remoteAddress(s);
        tuple.remotePort = SessionRecord.remotePort(s);
        long m = mappings.address(mapping);
        return MappingRecord.protocol(m) == SessionRecord.protocol(s)
                && sessions.find(mapping, tuple) == SessionTable.NONE;
    }

    private void keepSession(int slot, long s) {
        int mapping = SessionRecord.mapping(s);
        usedByNow(s);
        SessionRecord.entry(s, true, 0);
        SessionRecord.entry(s, false, 0);
        SessionRecord.nextOfMapping(s, SessionRecord.NONE);
        SessionRecord.previousOfMapping(s, SessionRecord.NONE);
        sessions.index(slot);
        boolean ending = MappingRecord.state(mappings.address(mapping)) == MappingRecord.ENDING;
        bindings.link(mapping, slot, s);
        if (ending) {
            mappings.state(mapping, MappingRecord.ENDING);
        }
        bindings.admission.adoptSession(MappingRecord.compartment(mappings.address(mapping)));
        keptSessions.set(slot);
    }

    /// A mapping whose last session was ended, or refused, while the process died: its port is kept
    /// from others for a while, and it needs no record if it has none.
    private void holdBack() {
        for (int slot = keptMappings.nextSetBit(0);
                slot >= 0;
                slot = keptMappings.nextSetBit(slot + 1)) {
            long m = mappings.address(slot);
            if (MappingRecord.sessions(m) == 0
                    && MappingRecord.state(m) != MappingRecord.QUARANTINED) {
                if (MappingRecord.kind(m) == MappingRecord.DYNAMIC) {
                    mappings.endedUnclosed(slot, now);
                    mappings.state(slot, MappingRecord.QUARANTINED);
                } else {
                    bindings.release(slot);
                    keptMappings.clear(slot);
                }
            }
        }
    }
}
