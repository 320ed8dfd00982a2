package io.hnvgateway.app.process;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.compile.Underlay;
import io.hnvgateway.app.compile.UnderlayOptions;
import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.value.Ip4Address;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Holds a connection string against the host: which ports there will be, and what does not fit.
final class Startup {
    private final ConnectionString connection;
    private final KernelState kernel;
    private final List<Fault> faults = new ArrayList<>();

    Startup(ConnectionString connection, KernelState kernel) {
        this.connection = connection;
        this.kernel = kernel;
    }

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
                connection.frontEndGateway().map(Convert::address).orElse(null),
                connection.backEndGateway().map(Convert::address).orElse(null));
    }

    /// Everything that does not fit, at once.
    List<Fault> faults(Underlay underlay) {
        for (PortPlan port : ports(connection)) {
            check(port);
        }
        if (underlay.providerAddresses().isEmpty()) {
            fault(
                    "ProviderAddress",
                    "",
                    "the back-end interface has no IPv4 address",
                    "give it one, or name the address by ProviderAddress");
        }
        connection
                .frontEndServerAddress()
                .filter(address -> !onFrontEnd(underlay, address))
                .ifPresent(address ->
                        fault(
                                "FrontEndServerAddress",
                                address.toString(),
                                "must be an address of the front-end interface",
                                "routers send directly routed prefixes to it"));
        return faults;
    }

    private void check(PortPlan port) {
        Optional<KernelLink> link = kernel.link(port.device());
        String key = port.backEnd() ? "BackendInterface" : "FrontEndInterface";
        if (link.isEmpty()) {
            fault(key, port.device(), "no such interface", "`ip link` lists them");
        } else if (link.get().macAddress() == 0) {
            fault(key, port.device(), "must be an Ethernet interface", "it has no MAC address");
        }
    }

    private static boolean onFrontEnd(Underlay underlay, Ip4Address address) {
        Ipv4Address wanted = Convert.address(address);
        return underlay.hostAddresses().ipv4().getOrDefault(wanted, Underlay.NO_PORT)
                != Underlay.NO_PORT;
    }

    private void fault(String path, String value, String rule, String hint) {
        faults.add(new Fault(path, value, rule, hint));
    }
}
