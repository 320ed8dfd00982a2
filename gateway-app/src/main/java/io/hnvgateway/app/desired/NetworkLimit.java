package io.hnvgateway.app.desired;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.connection.ConnectionString;
import java.util.List;

/// The one rule that counts all networks, for changes that look at a few of them only.
final class NetworkLimit {
    private NetworkLimit() {}

    static List<Fault> faults(ConnectionString connection, int networks) {
        int limit = connection.maxVmNetworks().orElse(Integer.MAX_VALUE);
        return networks <= limit
                ? List.of()
                : List.of(
                        Fault.of(
                                        "virtualNetworks",
                                        networks + " networks",
                                        "at most " + limit + " are supported",
                                        "MaxVMNetworksSupported of the connection string says so")
                                .with(FaultCode.CAPACITY_EXCEEDED));
    }
}
