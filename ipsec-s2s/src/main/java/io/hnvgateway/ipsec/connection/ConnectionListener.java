package io.hnvgateway.ipsec.connection;

/// Hears when a tunnel can carry packets and when no longer.
@FunctionalInterface
public interface ConnectionListener {

    /// Is called in the order of events, by one thread at a time; must not block.
    void changed(String connection, boolean up);
}
