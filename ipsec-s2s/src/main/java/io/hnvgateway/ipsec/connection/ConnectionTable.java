package io.hnvgateway.ipsec.connection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The connections that there are, by name and by what charon calls their peers. A stranger's
/// attempt costs one look-up, however many connections there are. Under the lock of [Connections].
final class ConnectionTable {
    /// Of a peer's failures no more than one is told within it.
    private static final Duration TOLD_PAUSE = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Map<String, Managed> byName = new LinkedHashMap<>();
    private final Map<String, Told> byPeer = new HashMap<>();

    /// Whom failures of one peer are told to.
    private static final class Told {
        private final Set<Managed> connections = new LinkedHashSet<>();
        private Instant last = Instant.MIN;
    }

    ConnectionTable(InstantSource clock) {
        this.clock = clock;
    }

    @Nullable Managed get(String name) {
        return byName.get(name);
    }

    Collection<Managed> all() {
        return byName.values();
    }

    /// One of a name that is not there.
    void add(Managed connection) {
        byName.put(connection.spec.name(), connection);
        connection
                .spec
                .sides()
                .remotes()
                .forEach(remote ->
                        byPeer.computeIfAbsent(remote.toString(), _ -> new Told())
                                .connections
                                .add(connection));
    }

    void remove(Managed connection) {
        byName.remove(connection.spec.name());
        connection
                .spec
                .sides()
                .remotes()
                .forEach(remote ->
                        byPeer.computeIfPresent(
                                remote.toString(),
                                (_, told) -> {
                                    told.connections.remove(connection);
                                    return told.connections.isEmpty() ? null : told;
                                }));
    }

    /// Those that an attempt of a peer may have been about, and that are to hear of it: the one
    /// that charon named, else each with such a peer. None if the same was asked for a moment ago.
    List<Managed> meantBy(FailureLog.Ended attempt) {
        if (!attempt.connection().isEmpty()) {
            Managed named = byName.get(attempt.connection());
            return named != null && named.mayHearOfPeer(TOLD_PAUSE) ? List.of(named) : List.of();
        }
        Told told = byPeer.get(attempt.peer());
        Instant now = clock.instant();
        if (told == null || told.last.plus(TOLD_PAUSE).isAfter(now)) {
            return List.of();
        }
        told.last = now;
        return List.copyOf(told.connections);
    }
}
