package io.hnvgateway.app.process;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.compile.UnderlayOptions;
import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.provider.connection.ConnectionString;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads the plan of the data path out of the connection string.
final class Startup {
    private Startup() {}

    /// Back-end interfaces first; an interface named for both roles is one port.
    static List<PortPlan> ports(ConnectionString connection) {
        Set<String> devices = new LinkedHashSet<>(connection.backEndInterfaces());
        devices.addAll(connection.frontEndInterfaces());
        List<PortPlan> ports = new ArrayList<>();
        for (String device : devices) {
            ports.add(
                    new PortPlan(
                            ports.size(),
                            device,
                            connection.backEndInterfaces().contains(device),
                            connection.frontEndInterfaces().contains(device)));
        }
        return List.copyOf(ports);
    }

    static UnderlayOptions options(ConnectionString connection) {
        return new UnderlayOptions(
                connection.providerAddresses().stream().map(Convert::address).toList(),
                connection.frontEndGateway().map(Convert::address).stream().toList(),
                connection.backEndGateway().map(Convert::address).stream().toList());
    }
}
