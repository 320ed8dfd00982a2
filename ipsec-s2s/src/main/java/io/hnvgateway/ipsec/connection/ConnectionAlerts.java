package io.hnvgateway.ipsec.connection;

/// Takes what charon's plugin reports of a connection, beside VICI's log.
@FunctionalInterface
public interface ConnectionAlerts {

    /// May be called by any thread; returns at once.
    ///
    /// @param connection name of the connection
    /// @param failure what the plugin was told, in an operator's words
    void failed(String connection, ConnectionFailure failure);
}
