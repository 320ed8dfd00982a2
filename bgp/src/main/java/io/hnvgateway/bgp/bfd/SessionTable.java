package io.hnvgateway.bgp.bfd;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sessions by discriminator and by addresses: two tables of open addressing, at most half full,
/// made anew when a session comes or goes. The first is indexed by the discriminator's own random
/// bits, the second by a hash under a secret.
final class SessionTable {
    private final List<BfdSession> sessions = new ArrayList<>();
    private final long seed;
    private @Nullable BfdSession[] byDiscriminator = new BfdSession[2];
    private @Nullable BfdSession[] byAddresses = new BfdSession[2];

    SessionTable(long seed) {
        this.seed = seed;
    }

    List<BfdSession> sessions() {
        return sessions;
    }

    void add(BfdSession session) {
        sessions.add(session);
        build();
    }

    void remove(BfdSession session) {
        sessions.remove(session);
        build();
    }

    private void build() {
        int slots = Integer.highestOneBit(sessions.size() + 1) * 4;
        byDiscriminator = new BfdSession[slots];
        byAddresses = new BfdSession[slots];
        for (BfdSession session : sessions) {
            BfdKey key = session.key();
            put(byDiscriminator, session.discriminator(), session);
            put(byAddresses, hash(key), session);
        }
    }

    private static void put(@Nullable BfdSession[] table, int hash, BfdSession session) {
        int slot = hash & table.length - 1;
        while (table[slot] != null) {
            slot = slot + 1 & table.length - 1;
        }
        table[slot] = session;
    }

    @Nullable BfdSession find(int discriminator) {
        int slot = discriminator & byDiscriminator.length - 1;
        while (true) {
            BfdSession session = byDiscriminator[slot];
            if (session == null || session.discriminator() == discriminator) {
                return session;
            }
            slot = slot + 1 & byDiscriminator.length - 1;
        }
    }

    @Nullable BfdSession find(BfdArrival arrival) {
        int slot = hash(arrival) & byAddresses.length - 1;
        while (true) {
            BfdSession session = byAddresses[slot];
            if (session == null || isBetween(session.key(), arrival)) {
                return session;
            }
            slot = slot + 1 & byAddresses.length - 1;
        }
    }

    static boolean isBetween(BfdKey key, BfdArrival arrival) {
        return key.compartment() == arrival.compartment
                && key.multihop() == arrival.multihop
                && key.peer().low() == arrival.peerLow
                && key.peer().high() == arrival.peerHigh
                && key.local().low() == arrival.localLow
                && key.local().high() == arrival.localHigh;
    }

    private int hash(BfdKey key) {
        long hash = mix(seed, key.compartment());
        hash = mix(mix(hash, key.peer().high()), key.peer().low());
        return fold(mix(mix(hash, key.local().high()), key.local().low()));
    }

    private int hash(BfdArrival arrival) {
        long hash = mix(seed, arrival.compartment);
        hash = mix(mix(hash, arrival.peerHigh), arrival.peerLow);
        return fold(mix(mix(hash, arrival.localHigh), arrival.localLow));
    }

    private static long mix(long hash, long word) {
        long mixed = (hash ^ word) * 0x9e37_79b9_7f4a_7c15L;
        return mixed ^ mixed >>> 32;
    }

    private static int fold(long hash) {
        return (int) (hash ^ hash >>> 32);
    }
}
