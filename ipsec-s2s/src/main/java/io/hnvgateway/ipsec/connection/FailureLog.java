package io.hnvgateway.ipsec.connection;

import io.hnvgateway.ipsec.vici.LogLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Log lines of attempts, by IKE_SA, until one fails: those that this side makes, and those of
/// peers. As long as charon does not know which connection an attempt of a peer is about, the
/// peer's address tells. Connections that nobody knows, as those that are gone, have no lines here.
///
/// Bounded: a flood of strangers forgets the oldest strangers, and one of a connection's peer the
/// oldest attempts of this connection. For any threads.
final class FailureLog {
    static final int MAX_STRANGERS = 1024;
    static final int MAX_OF_ONE_CONNECTION = 8;
    private static final int MAX_LINES = 64;
    private static final Pattern INITIATING = Pattern.compile("(\\S+) is initiating an IKE_SA");
    private static final List<String> BEGINNINGS =
            List.of("initiating IKE_SA ", "establishing CHILD_SA ");

    /// charon answers a peer with one of these, and the attempt is over.
    private static final List<String> ENDS_OF_PEERS =
            List.of(
                    "N(NO_PROP)",
                    "N(AUTH_FAILED)",
                    "N(TS_UNACCEPT)",
                    "received AUTHENTICATION_FAILED notify");

    /// The end of an attempt of this side, in the words of 5.9 and 6.0.
    private static final Pattern OWN_END =
            Pattern.compile(
                    "establishing IKE_SA failed|received .* notify error|.*, no CHILD_SA built"
                            + "|failed to establish CHILD_SA|closing IKE_SA due|.*, initiate"
                            + " aborted|generating INFORMATIONAL request .*N\\(AUTH_FAILED\\)");

    private final Map<Long, Attempt> strangers = new Bounded<>(MAX_STRANGERS);

    /// Of each connection that there is.
    private final Map<String, Map<Long, Attempt>> named = new HashMap<>();

    /// Forgets the oldest beyond its limit.
    private static final class Bounded<V> extends LinkedHashMap<Long, V> {
        private static final long serialVersionUID = 1L;
        private final int limit;

        Bounded(int limit) {
            this.limit = limit;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
            return size() > limit;
        }
    }

    /// An attempt that has come to its end.
    ///
    /// @param connection empty if charon found none
    /// @param peer its address; empty if the log did not tell
    /// @param own whether this side made it
    record Ended(String connection, String peer, boolean own, List<String> lines) {}

    private static final class Attempt {
        private final List<String> lines = new ArrayList<>();
        private String peer = "";
        private boolean own;

        /// What is still said about it is told already.
        private boolean over;
    }

    /// Takes a line.
    ///
    /// @return the attempt that ends with it, else null
    synchronized @Nullable Ended add(LogLine line) {
        if (line.ikeUniqueId() == 0) {
            return null;
        }
        Attempt attempt = attempt(line);
        if (attempt == null) {
            return null;
        }
        String message = line.message();
        if (BEGINNINGS.stream().anyMatch(message::startsWith)) {
            attempt.own = true;
            attempt.over = false;
            attempt.lines.clear();
        }
        if (attempt.over) {
            return null;
        }
        Matcher initiating = INITIATING.matcher(message);
        if (initiating.lookingAt()) {
            attempt.peer = initiating.group(1);
        }
        if (attempt.lines.size() == MAX_LINES) {
            attempt.lines.removeFirst();
        }
        attempt.lines.add(message);
        boolean ends =
                attempt.own
                        ? OWN_END.matcher(message).lookingAt()
                        : ENDS_OF_PEERS.stream().anyMatch(message::contains);
        if (!ends) {
            return null;
        }
        attempt.over = true;
        List<String> lines = List.copyOf(attempt.lines);
        attempt.lines.clear();
        return new Ended(line.connection(), attempt.peer, attempt.own, lines);
    }

    /// Lines before the connection is known have no name, those behind it all have it.
    ///
    /// @return null for a connection that is none
    private @Nullable Attempt attempt(LogLine line) {
        long id = line.ikeUniqueId();
        if (line.connection().isEmpty()) {
            return strangers.computeIfAbsent(id, _ -> new Attempt());
        }
        Map<Long, Attempt> ofConnection = named.get(line.connection());
        if (ofConnection == null) {
            strangers.remove(id);
            return null;
        }
        Attempt known = ofConnection.get(id);
        if (known == null) {
            Attempt before = strangers.remove(id);
            known = before == null ? new Attempt() : before;
            ofConnection.put(id, known);
        }
        return known;
    }

    /// A CHILD_SA of the IKE_SA is up: what was logged was no failure. An IKE_SA alone may still
    /// have none.
    synchronized void succeeded(String connection, long ikeUniqueId) {
        strangers.remove(ikeUniqueId);
        Map<Long, Attempt> ofConnection = named.get(connection);
        if (ofConnection != null) {
            ofConnection.remove(ikeUniqueId);
        }
    }

    /// There is such a connection from now on.
    synchronized void expect(String connection) {
        named.computeIfAbsent(connection, _ -> new Bounded<>(MAX_OF_ONE_CONNECTION));
    }

    /// The connection is no more.
    synchronized void forget(String connection) {
        named.remove(connection);
    }

    /// Attempts that it knows lines of.
    synchronized int size() {
        return strangers.size() + named.values().stream().mapToInt(Map::size).sum();
    }
}
