package io.hnvgateway.ipsec.connection;

import io.hnvgateway.ipsec.vici.LogLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Log lines of the attempts that peers make, by IKE_SA, until one fails: as long as charon does
/// not know which connection it is about, its peer's address tells. Bounded: a flood forgets the
/// oldest. Used by one thread at a time.
final class FailureLog {
    private static final int MAX_ATTEMPTS = 1024;
    private static final int MAX_LINES = 64;
    private static final Pattern INITIATING = Pattern.compile("(\\S+) is initiating an IKE_SA");

    /// charon answers with one of these, and the attempt is over.
    private static final List<String> ENDS =
            List.of(
                    "N(NO_PROP)",
                    "N(AUTH_FAILED)",
                    "N(TS_UNACCEPT)",
                    "received AUTHENTICATION_FAILED notify");

    private final Map<Long, Attempt> attempts =
            new LinkedHashMap<>(16, 0.75f, false) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Attempt> eldest) {
                    return size() > MAX_ATTEMPTS;
                }
            };

    /// An attempt that has come to its end.
    ///
    /// @param connection empty if charon found none
    /// @param peer its address; empty if the log did not tell
    record Ended(String connection, String peer, List<String> lines) {}

    private static final class Attempt {
        private final List<String> lines = new ArrayList<>();
        private String connection = "";
        private String peer = "";
    }

    /// Takes a line.
    ///
    /// @return the attempt that ends with it, else null
    @Nullable Ended add(LogLine line) {
        if (line.ikeUniqueId() == 0) {
            return null;
        }
        Attempt attempt = attempts.computeIfAbsent(line.ikeUniqueId(), id -> new Attempt());
        if (!line.connection().isEmpty()) {
            attempt.connection = line.connection();
        }
        Matcher initiating = INITIATING.matcher(line.message());
        if (initiating.lookingAt()) {
            attempt.peer = initiating.group(1);
        }
        if (attempt.lines.size() < MAX_LINES) {
            attempt.lines.add(line.message());
        }
        if (ENDS.stream().noneMatch(line.message()::contains)) {
            return null;
        }
        attempts.remove(line.ikeUniqueId());
        return new Ended(attempt.connection, attempt.peer, List.copyOf(attempt.lines));
    }

    /// The IKE_SA is up: what was logged was no failure.
    void succeeded(long ikeUniqueId) {
        attempts.remove(ikeUniqueId);
    }
}
