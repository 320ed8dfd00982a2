package io.hnvgateway.ipsec.connection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// IKE_SAs of one connection, by charon's numbers, and which of them have no CHILD_SA. A peer that
/// has proved who it is may set up any number of those (RFC 6023), and each costs charon memory
/// that is everybody's: few may wait for a child, and none for long. Under the lock of
/// [Connections].
final class IkeSas {
    static final int MAX_CHILDLESS = 4;
    static final Duration CHILDLESS_LIMIT = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Set<Long> all = new HashSet<>();

    /// The IKE_SA of each CHILD_SA.
    private final Map<Long, Long> ikeOfChild = new HashMap<>();

    /// Those without a child, the oldest first.
    private final Map<Long, Childless> childless = new LinkedHashMap<>();

    /// @param since it has none, or its end was asked for
    /// @param ending charon was told to end it
    private record Childless(Instant since, boolean ending) {}

    IkeSas(InstantSource clock) {
        this.clock = clock;
    }

    /// @return those that are to be ended for it: the oldest childless ones beyond the limit
    List<Long> up(long ike) {
        all.add(ike);
        if (!ikeOfChild.containsValue(ike)) {
            childless.putIfAbsent(ike, new Childless(clock.instant(), false));
        }
        List<Long> waiting = new ArrayList<>();
        childless.forEach((id, state) -> {
            if (!state.ending) {
                waiting.add(id);
            }
        });
        return ending(waiting.subList(0, Math.max(0, waiting.size() - MAX_CHILDLESS)));
    }

    /// @return those that have had no child for too long and are to be ended; one that charon does
    ///   not end is among them again after the same time
    List<Long> overdue() {
        if (childless.isEmpty()) {
            return List.of();
        }
        Instant begin = clock.instant().minus(CHILDLESS_LIMIT);
        List<Long> late = new ArrayList<>();
        childless.forEach((id, state) -> {
            if (!state.since.isAfter(begin)) {
                late.add(id);
            }
        });
        return ending(late);
    }

    private List<Long> ending(List<Long> ikes) {
        ikes.forEach(id -> childless.put(id, new Childless(clock.instant(), true)));
        return ikes;
    }

    void down(long ike) {
        all.remove(ike);
        childless.remove(ike);
        ikeOfChild.values().removeIf(of -> of == ike);
    }

    /// The new one has the children of the old one, and if there are none waits no longer for one.
    void rekeyed(long old, long now) {
        all.remove(old);
        all.add(now);
        ikeOfChild.replaceAll((_, of) -> of == old ? now : of);
        Childless state = childless.remove(old);
        if (state != null) {
            childless.put(now, state);
        }
    }

    void childUp(long ike, long child) {
        all.add(ike);
        ikeOfChild.put(child, ike);
        childless.remove(ike);
    }

    void childRekeyed(long ike, long old, long now) {
        ikeOfChild.remove(old);
        childUp(ike, now);
    }

    void childDown(long child) {
        Long ike = ikeOfChild.remove(child);
        if (ike != null && all.contains(ike) && !ikeOfChild.containsValue(ike)) {
            childless.put(ike, new Childless(clock.instant(), false));
        }
    }

    boolean hasChildren() {
        return !ikeOfChild.isEmpty();
    }

    /// All but that one.
    Set<Long> others(long ike) {
        Set<Long> others = new HashSet<>(all);
        others.remove(ike);
        return others;
    }

    void clear() {
        all.clear();
        ikeOfChild.clear();
        childless.clear();
    }
}
