package io.hnvgateway.app.control;

import java.util.Locale;

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
    PORTS;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Topic parse(String text) throws ControlException {
        for (Topic topic : values()) {
            if (topic.label().equalsIgnoreCase(text)) {
                return topic;
            }
        }
        throw new ControlException(
                "topic: must be one of compartments, routes, neighbors, records, sessions, tunnels,"
                        + " bgp, bgp-routes, bgp-advertised, drops, ports");
    }
}
