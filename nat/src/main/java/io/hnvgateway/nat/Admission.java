package io.hnvgateway.nat;

import io.hnvgateway.packet.DropReason;
import java.util.Arrays;

/// Whether a compartment may have one more session or port: by its quotas, which count over all
/// workers, and by the room in this worker's tables, of which the last sixteenth is kept for
/// compartments that use less than their equal share of it. Owner: one worker thread.
final class Admission {
    private static final int RESERVE_DIVISOR = 16;

    private final Usage usage;
    private final Configuration configuration;
    private final MappingTable mappings;
    private final SessionTable sessions;

    /// Sessions in this worker's table, by compartment.
    private int[] ownSessions = new int[1];

    private DropReason refusal = DropReason.INTERNAL_ERROR;

    Admission(
            Usage usage,
            Configuration configuration,
            MappingTable mappings,
            SessionTable sessions) {
        this.usage = usage;
        this.configuration = configuration;
        this.mappings = mappings;
        this.sessions = sessions;
    }

    /// Makes room for the compartments 0..`compartments` - 1, here for half as many more.
    void grow(int compartments) {
        usage.grow(compartments);
        if (compartments > ownSessions.length) {
            ownSessions = Arrays.copyOf(ownSessions, compartments + (compartments >> 1));
        }
    }

    /// Why the last question was answered with no.
    DropReason refusal() {
        return refusal;
    }

    /// Notes a reason.
    ///
    /// @return false
    boolean refuse(DropReason reason) {
        refusal = reason;
        return false;
    }

    /// Sessions of a compartment, over all workers.
    int sessionsOf(int compartment) {
        return usage.used(compartment, Quota.SESSIONS);
    }

    /// Takes one session of the quota; it is used or given back ([#endSession]).
    boolean takeSession(int compartment, NatPolicy policy) {
        if (!usage.take(compartment, Quota.SESSIONS, policy)) {
            return refuse(DropReason.NAT_SESSION_QUOTA);
        }
        if (!hasRoom(sessions.used(), sessions.capacity(), compartment)) {
            usage.give(compartment, Quota.SESSIONS, limit(compartment, Quota.SESSIONS));
            return refuse(DropReason.NAT_TABLE_FULL);
        }
        ownSessions[compartment]++;
        return true;
    }

    /// Counts a session that an earlier process admitted.
    void adoptSession(int compartment) {
        if (compartment >= ownSessions.length) {
            grow(compartment + 1);
        }
        ownSessions[compartment]++;
        usage.adopt(compartment, Quota.SESSIONS);
    }

    /// Counts a port that an earlier process admitted.
    void adoptPort(int compartment) {
        usage.adopt(compartment, Quota.PORTS);
    }

    void endSession(int compartment) {
        ownSessions[compartment]--;
        usage.give(compartment, Quota.SESSIONS, limit(compartment, Quota.SESSIONS));
    }

    /// Takes one port of the quota; it is used or given back ([#endPort]).
    boolean takePort(int compartment, NatPolicy policy) {
        return usage.take(compartment, Quota.PORTS, policy) || refuse(DropReason.NAT_PORT_QUOTA);
    }

    void endPort(int compartment) {
        usage.give(compartment, Quota.PORTS, limit(compartment, Quota.PORTS));
    }

    /// Whether the table has room for a mapping of the compartment.
    boolean hasMappingRoom(int compartment) {
        return hasRoom(mappings.used(), mappings.capacity(), compartment)
                || refuse(DropReason.NAT_TABLE_FULL);
    }

    private boolean hasRoom(int used, int capacity, int compartment) {
        int reserve = capacity / RESERVE_DIVISOR;
        if (used < capacity - reserve) {
            return true;
        }
        int share = reserve / Math.max(1, configuration.policies());
        return used < capacity && ownSessions[compartment] < share;
    }

    private int limit(int compartment, Quota which) {
        NatPolicy policy = configuration.policy(compartment);
        return policy == null ? 0 : policy.quotas().limit(which);
    }
}
