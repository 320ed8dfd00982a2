package io.hnvgateway.provider.spi;

import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.value.IpAddress;
import java.util.List;
import java.util.ServiceLoader;

/// Manages gateways of one make. Found by [ServiceLoader]; immutable.
public interface GatewayProvider {

    /// The provider that is installed.
    ///
    /// @throws IllegalStateException if none is
    static GatewayProvider load() {
        return ServiceLoader.load(GatewayProvider.class, GatewayProvider.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no gateway provider is installed"));
    }

    /// Prepares a session; nothing is sent yet.
    ///
    /// @param connectionString names the gateway by `ManagementEndpoint`, and by `Fingerprint` if
    ///   its certificate is of no authority that is trusted anyway
    /// @throws FaultsException for a connection string that is wrong or names no endpoint
    GatewaySession open(String connectionString, GatewayCredentials credentials)
            throws FaultsException;

    /// The controller's *Test* step: never throws for what it tests, a wrong connection string
    /// included. Ends within a minute.
    ///
    /// @param hosts PAs of hosts that the gateway shall reach; empty: those of a few lookup records
    TestReport test(String connectionString, GatewayCredentials credentials, List<IpAddress> hosts);
}
