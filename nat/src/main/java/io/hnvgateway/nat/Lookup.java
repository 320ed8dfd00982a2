package io.hnvgateway.nat;

import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.flow.FlowEntry;

/// Finds mappings and sessions as they should be now: what the configuration no longer allows or
/// what has been idle too long ends when it is met, so that no answer depends on how far the sweep
/// has come. Owner: one worker thread.
final class Lookup {
    static final int NONE = -1;

    private final Bindings bindings;
    private final MappingTable mappings;
    private final SessionTable sessions;
    private final SessionFlows flows;

    Lookup(Bindings bindings, SessionFlows flows) {
        this.bindings = bindings;
        this.flows = flows;
        mappings = bindings.mappings;
        sessions = bindings.sessions;
    }

    /// The session of the tuple's inside and remote endpoint, or NONE.
    int sessionFromInside(Tuple t, long nowNs) {
        int slot = anySessionFromInside(t);
        while (slot != NONE && !keeps(slot, nowNs)) {
            slot = anySessionFromInside(t);
        }
        return slot;
    }

    private int anySessionFromInside(Tuple t) {
        int mapping = mappings.firstInside(t);
        while (mapping != NONE) {
            int slot = sessions.find(mapping, t);
            if (slot != NONE) {
                return slot;
            }
            mapping = mappings.nextInside(mapping, t);
        }
        return NONE;
    }

    /// The session of the tuple's external and remote endpoint, or NONE.
    int sessionFromOutside(Tuple t, long nowNs) {
        int mapping = mappings.liveExternal(t);
        int slot = mapping == NONE ? NONE : sessions.find(mapping, t);
        return slot != NONE && keeps(slot, nowNs) ? slot : NONE;
    }

    /// The allowed mapping of the tuple's external endpoint, or NONE. A dynamic one counts only
    /// while a session of it lives.
    int mappingFromOutside(Tuple t, long nowNs) {
        int mapping = mappings.liveExternal(t);
        if (mapping == NONE) {
            return NONE;
        }
        long m = mappings.address(mapping);
        if (!bindings.configuration.allows(m)) {
            bindings.endMapping(mapping, nowNs);
            return NONE;
        }
        boolean dynamic = MappingRecord.kind(m) == MappingRecord.DYNAMIC;
        return dynamic && !hasSession(m, nowNs) ? NONE : mapping;
    }

    /// The allowed mapping of one kind of the tuple's inside endpoint, one in quarantine included
    /// (it may come back to its owner), or NONE.
    int mappingFromInside(Tuple t, int kind) {
        int mapping = mappings.firstInside(t);
        while (mapping != NONE) {
            long m = mappings.address(mapping);
            if (MappingRecord.kind(m) == kind && bindings.configuration.allows(m)) {
                return mapping;
            }
            mapping = mappings.nextInside(mapping, t);
        }
        return NONE;
    }

    /// As [#mappingFromInside], but only one that is alive, of whatever kind.
    int liveMappingFromInside(Tuple t, long nowNs) {
        int mapping = mappings.firstInside(t);
        while (mapping != NONE) {
            int next = mappings.nextInside(mapping, t);
            long m = mappings.address(mapping);
            if (MappingRecord.state(m) == MappingRecord.LIVE
                    && bindings.configuration.allows(m)
                    && hasSession(m, nowNs)) {
                return mapping;
            }
            mapping = next;
        }
        return NONE;
    }

    /// Whether the mapping has a session with the address, from whatever port.
    boolean hasContacted(int mapping, int remoteAddress, long nowNs) {
        int slot = MappingRecord.firstSession(mappings.address(mapping));
        while (slot != NONE) {
            long s = sessions.address(slot);
            if (SessionRecord.remoteAddress(s) == remoteAddress && !expired(slot, nowNs)) {
                return true;
            }
            slot = SessionRecord.nextOfMapping(s);
        }
        return false;
    }

    /// Whether a session of the mapping lives; ends the others that it meets.
    private boolean hasSession(long m, long nowNs) {
        for (int left = MappingRecord.sessions(m); left > 0; left--) {
            int slot = MappingRecord.firstSession(m);
            if (!expired(slot, nowNs)) {
                return true;
            }
            bindings.endSession(slot, nowNs);
        }
        return false;
    }

    /// Ends a session that is expired or no longer allowed.
    ///
    /// @return true when it stays
    boolean keeps(int slot, long nowNs) {
        int mapping = SessionRecord.mapping(sessions.address(slot));
        if (!bindings.configuration.allows(mappings.address(mapping))) {
            bindings.endMapping(mapping, nowNs);
            return false;
        }
        if (expired(slot, nowNs)) {
            bindings.endSession(slot, nowNs);
            return false;
        }
        return true;
    }

    boolean expired(int slot, long nowNs) {
        return idleCoarse(slot, nowNs) > FlowEntry.coarse(timeoutNs(slot));
    }

    /// How long a session has been idle, coarse.
    int idleCoarse(int slot, long nowNs) {
        return FlowEntry.coarse(nowNs) - flows.lastUse(sessions.address(slot), slot);
    }

    private long timeoutNs(int slot) {
        long s = sessions.address(slot);
        long m = mappings.address(SessionRecord.mapping(s));
        NatPolicy policy = bindings.configuration.policy(MappingRecord.compartment(m));
        NatTimers timers = policy == null ? NatTimers.DEFAULT : policy.timers();
        return switch (SessionRecord.protocol(s)) {
            case IpProtocol.TCP ->
                    TcpState.isOpen(SessionRecord.state(s))
                            ? timers.tcpEstablishedNs()
                            : timers.tcpTransitoryNs();
            case IpProtocol.ICMP -> timers.icmpNs();
            default -> timers.udpNs();
        };
    }
}
