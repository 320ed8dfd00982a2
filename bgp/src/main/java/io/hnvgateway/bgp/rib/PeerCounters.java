package io.hnvgateway.bgp.rib;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a peer's routes are at present, and what happened since it is configured.
final class PeerCounters {
    int received;
    int accepted;
    int stale;
    int advertised;
    long updates;
    long announcements;
    long withdrawals;
    long changedNs;
    final Map<Refusal, Integer> refused = new EnumMap<>(Refusal.class);

    /// Announcements that were not kept.
    final Map<Refusal, Long> unkept = new EnumMap<>(Refusal.class);

    void add(Path path, int one) {
        received += one;
        stale += path.stale ? one : 0;
        Refusal refusal = path.refusal;
        if (refusal == null) {
            accepted += one;
        } else {
            refused.merge(refusal, one, PeerCounters::sum);
        }
    }

    private static @Nullable Integer sum(int before, int one) {
        return before + one == 0 ? null : before + one;
    }

    void unkept(Refusal refusal, int count) {
        unkept.merge(refusal, (long) count, Long::sum);
    }
}
