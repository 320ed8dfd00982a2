package io.hnvgateway.ipsec.connection;

import io.hnvgateway.ipsec.connection.ConnectionFailure.Kind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads out of charon's log lines of one attempt why it failed. The lines' texts are those of 5.9
/// and 6.0.
final class FailureWords {
    private static final Pattern RECEIVED = Pattern.compile("received proposals: (.+)");
    private static final Pattern CONFIGURED = Pattern.compile("configured proposals: (.+)");
    private static final Pattern SELECTORS =
            Pattern.compile("traffic selectors (.+) === (.+) unacceptable");
    private static final Pattern MISMATCH =
            Pattern.compile("tried \\d+ shared keys? for '(.+)' - '(.+)', but MAC mismatched");
    private static final Pattern NO_KEY = Pattern.compile("no shared key found for (.+)");
    private static final Pattern UNTRUSTED =
            Pattern.compile("no trusted \\S+ public key found for (.+)");
    private static final Pattern INVALID = Pattern.compile("subject certificate invalid (.+)");
    private static final Pattern CONSTRAINT =
            Pattern.compile("(?:constraint check failed: (.+)|constraint checking failed)");
    private static final Pattern SOCKET = Pattern.compile("error writing to socket: (.+)");
    private static final Pattern SILENT =
            Pattern.compile(
                    "giving up after \\d+ retransmits|establishing IKE_SA failed, peer not"
                            + " responding|peer not responding, trying again.*");
    private static final Pattern NO_CONFIG = Pattern.compile("no IKE config found for (.+),.*");
    private static final Pattern NO_PEER_CONFIG = Pattern.compile("no matching peer config found");

    private FailureWords() {}

    /// @param lines in their order
    /// @param spec whose attempt it was
    /// @return empty if they do not tell
    static Optional<ConnectionFailure> read(List<String> lines, ConnectionSpec spec) {
        Optional<ConnectionFailure> cause = cause(lines);
        return cause.isPresent() ? cause : answer(lines, spec);
    }

    /// What this side found itself.
    private static Optional<ConnectionFailure> cause(List<String> lines) {
        Matcher found = find(lines, MISMATCH);
        if (found != null) {
            return failure(
                    Kind.AUTHENTICATION,
                    "the pre-shared key of '" + found.group(2) + "' is not the one of this side");
        }
        found = find(lines, NO_KEY);
        if (found != null) {
            return failure(Kind.AUTHENTICATION, "there is no pre-shared key for " + found.group(1));
        }
        found = find(lines, INVALID);
        if (found != null) {
            return failure(
                    Kind.AUTHENTICATION, "a certificate is out of its time: " + found.group(1));
        }
        found = find(lines, UNTRUSTED);
        if (found != null) {
            return failure(
                    Kind.AUTHENTICATION,
                    "the certificate of "
                            + found.group(1)
                            + " comes from none of the trusted ones");
        }
        found = find(lines, CONSTRAINT);
        if (found != null) {
            String detail = found.group(1) == null ? "" : ": " + found.group(1);
            return failure(Kind.AUTHENTICATION, "the peer is not who it must be" + detail);
        }
        if (find(lines, NO_PEER_CONFIG) != null) {
            return failure(
                    Kind.AUTHENTICATION,
                    "the peer's identity is that of no connection of this side");
        }
        found = find(lines, SELECTORS);
        if (found != null) {
            return failure(
                    Kind.TRAFFIC_SELECTORS,
                    "the peer asks for "
                            + found.group(1)
                            + " here and "
                            + found.group(2)
                            + " there, and the connection has none of it");
        }
        return proposals(lines);
    }

    private static Optional<ConnectionFailure> proposals(List<String> lines) {
        Matcher received = find(lines, RECEIVED);
        Matcher configured = find(lines, CONFIGURED);
        if (received != null && configured != null) {
            return failure(
                    Kind.PROPOSALS,
                    "no algorithms in common: the peer offers "
                            + received.group(1)
                            + "; this side takes "
                            + configured.group(1));
        }
        return Optional.empty();
    }

    /// What the peer answered, or that it did not.
    private static Optional<ConnectionFailure> answer(List<String> lines, ConnectionSpec spec) {
        for (String line : lines) {
            if (line.contains("received NO_PROPOSAL_CHOSEN notify")) {
                boolean child = line.contains("no CHILD_SA built");
                List<String> ours = child ? spec.child().proposals() : spec.ike().proposals();
                return failure(
                        Kind.PROPOSALS,
                        "the peer takes none of "
                                + String.join(", ", ours)
                                + (child
                                        ? " for packets; only its own log says what it would take"
                                        : " for IKE, or has no connection for this side; only its"
                                                + " own log says which"));
            }
            if (line.contains("received AUTHENTICATION_FAILED notify")) {
                return failure(
                        Kind.AUTHENTICATION,
                        "the peer does not believe this side: another key, certificate or identity"
                                + " than it expects");
            }
            if (line.contains("received TS_UNACCEPTABLE notify")) {
                return failure(
                        Kind.TRAFFIC_SELECTORS,
                        "the peer has none of the networks: traffic selectors do not meet");
            }
        }
        Matcher found = find(lines, SOCKET);
        if (found != null) {
            return failure(Kind.UNREACHABLE, "nothing can be sent to the peer: " + found.group(1));
        }
        if (find(lines, SILENT) != null || lines.stream().anyMatch(FailureWords::isRepeated)) {
            return failure(
                    Kind.UNREACHABLE,
                    "the peer " + spec.sides().remotes() + " does not answer on UDP 500 or 4500");
        }
        found = find(lines, NO_CONFIG);
        return found == null
                ? Optional.empty()
                : failure(Kind.CONFIGURATION, "no connection is for " + found.group(1));
    }

    private static boolean isRepeated(String line) {
        return line.startsWith("retransmit ");
    }

    private static Optional<ConnectionFailure> failure(Kind kind, String text) {
        return Optional.of(new ConnectionFailure(kind, text));
    }

    /// The last line that fits, for an attempt may be repeated.
    private static @Nullable Matcher find(List<String> lines, Pattern pattern) {
        for (String line : lines.reversed()) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.lookingAt()) {
                return matcher;
            }
        }
        return null;
    }
}
