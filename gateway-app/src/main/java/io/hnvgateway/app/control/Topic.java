package io.hnvgateway.app.control;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What can be shown.
public enum Topic {
    COMPARTMENTS,
    ROUTES,
    NEIGHBORS,
    RECORDS,
    SESSIONS,
    TUNNELS,
    BGP,
    BGP_ROUTES,
    BGP_ADVERTISED,
    DROPS,
    PORTS,
    USAGE,
    HEALTH,
    EVENTS,
    SUPPORT;

    private static final String BGP_PEERS = "bgp peers";

    /// All of them, for people.
    public static final String LABELS =
            Arrays.stream(values()).map(Topic::label).collect(Collectors.joining(", "));

    /// One word, or two: `bgp routes`.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// Of what routers exchange, which the default compartment has too.
    public boolean isOfBgp() {
        return this == BGP || this == BGP_ROUTES || this == BGP_ADVERTISED;
    }

    /// `bgp peers` is `bgp`; words may have a hyphen between them.
    ///
    /// @throws ControlException naming those that there are
    public static Topic parse(String text) throws ControlException {
        String asked = text.replace('-', ' ');
        String label = asked.equalsIgnoreCase(BGP_PEERS) ? BGP.label() : asked;
        for (Topic topic : values()) {
            if (topic.label().equalsIgnoreCase(label)) {
                return topic;
            }
        }
        throw new ControlException("topic: must be one of " + LABELS);
    }
}
