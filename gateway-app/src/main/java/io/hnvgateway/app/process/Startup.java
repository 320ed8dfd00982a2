package io.hnvgateway.app.process;

import io.hnvgateway.app.compile.InterfaceAddress;
import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.compile.UnderlayOptions;
import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.app.host.HostNetwork;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.connection.TaggedInterface;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the plan of the data path out of the connection string.
final class Startup {
    private Startup() {}

    /// Untagged ports first, then the VLANs that the gateway tags itself; of each, back-end
    /// interfaces first. An interface named for both roles is one link; a device that carries
    /// nothing but tagged links is a port without a role.
    static List<PortPlan> ports(HostNetwork host) {
        Set<String> names = new LinkedHashSet<>(host.connection().backEndInterfaces());
        names.addAll(host.connection().frontEndInterfaces());
        Set<String> devices = new LinkedHashSet<>();
        Map<String, TaggedInterface> tagged = new LinkedHashMap<>();
        for (String name : names) {
            Optional<TaggedInterface> vlan = host.tagged(name);
            vlan.ifPresentOrElse(v -> tagged.put(name, v), () -> devices.add(name));
        }
        tagged.values().forEach(vlan -> devices.add(vlan.device()));
        List<PortPlan> ports = new ArrayList<>();
        devices.forEach(
                device -> ports.add(link(host.connection(), ports.size(), device, device, 0)));
        tagged.forEach((name, vlan) ->
                ports.add(link(host.connection(), ports.size(), name, vlan.device(), vlan.vlan())));
        return List.copyOf(ports);
    }

    private static PortPlan link(
            ConnectionString connection, int index, String name, String device, int vlan) {
        return new PortPlan(
                index,
                device,
                connection.backEndInterfaces().contains(name),
                connection.frontEndInterfaces().contains(name),
                vlan,
                connection.addresses().stream()
                        .filter(own -> own.interfaceName().equals(name))
                        .map(own ->
                                new InterfaceAddress(
                                        Convert.address(own.address()), own.prefixLength()))
                        .toList());
    }

    static UnderlayOptions options(ConnectionString connection) {
        return new UnderlayOptions(
                connection.providerAddresses().stream().map(Convert::address).toList(),
                connection.frontEndGateways().stream().map(Convert::address).toList(),
                connection.backEndGateways().stream().map(Convert::address).toList(),
                connection.vpnServerAddress().map(Convert::address).orElse(null),
                connection
                        .managementAddress()
                        .filter(address -> !address.isLoopback())
                        .map(Convert::address)
                        .orElse(null));
    }
}
