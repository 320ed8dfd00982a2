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
        int mapping = allowedExternal(t);
        int slot = mapping == NONE ? NONE : sessions.find(mapping, t);
        return slot != NONE && keeps(slot, nowNs) ? slot : NONE;
    }

    /// The allowed mapping of the tuple's external endpoint, or NONE. A dynamic one counts only
    /// while a session of it lives.
    int mappingFromOutside(Tuple t, long nowNs) {
        int mapping = allowedExternal(t);
        if (mapping == NONE) {
            return NONE;
        }
        long m = mappings.address(mapping);
        boolean dynamic = MappingRecord.kind(m) == MappingRecord.DYNAMIC;
        return dynamic && !hasSession(m, nowNs) ? NONE : mapping;
    }

    /// One that is no longer allowed gives up its external endpoint at once.
    private int allowedExternal(Tuple t) {
        int mapping = mappings.liveExternal(t);
        while (mapping != NONE && !bindings.configuration.allows(mappings.address(mapping))) {
            mappings.state(mapping, MappingRecord.ENDING);
            mapping = mappings.liveExternal(t);
        }
        return mapping;
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

    /// Whether the mapping has a session with the address, from whatever port; ends the expired
    /// ones that it meets.
    boolean hasContacted(int mapping, int remoteAddress, long nowNs) {
        int slot = sessions.firstOfPeer(mapping, remoteAddress);
        while (slot != NONE && expired(slot, nowNs)) {
            bindings.endSession(slot, nowNs);
            slot = sessions.firstOfPeer(mapping, remoteAddress);
        }
        return slot != NONE;
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
        boolean allowed = bindings.configuration.allows(mappings.address(mapping));
        if (allowed && !expired(slot, nowNs)) {
            return true;
        }
        bindings.endSession(slot, nowNs);
        return false;
    }

    /// Writes down what its flow entries know of its use: a process that finds the session may not
    /// find them.
    void noteUse(int slot) {
        long s = sessions.address(slot);
        SessionRecord.lastUse(s, flows.lastUse(s, slot));
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
