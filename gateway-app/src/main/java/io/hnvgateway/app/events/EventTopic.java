package io.hnvgateway.app.events;

import java.util.Locale;

/// What can be watched.
public enum EventTopic {
    GENERATIONS,
    COMPARTMENTS,
    NEIGHBORS,
    RECORDS,
    CONNECTIONS,
    BGP,
    VERSIONS,
    DROPS;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
