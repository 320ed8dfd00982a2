package io.hnvgateway.app.host;

import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.connection.InterfaceAddress;
import io.hnvgateway.provider.connection.TaggedInterface;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What of the connection string does not fit the host.
public final class HostCheck {
    private final HostNetwork host;
    private final ConnectionString connection;

    public HostCheck(HostNetwork host) {
        this.host = host;
        this.connection = host.connection();
    }

    /// The gateway cannot start with any of them.
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        checkInterfaces(faults, "FrontEndInterface", connection.frontEndInterfaces());
        checkInterfaces(faults, "BackendInterface", connection.backEndInterfaces());
        checkAddresses(faults);
        checkManagement(faults);
        if (!faults.isEmpty()) {
            return faults;
        }
        if (host.providerAddresses().isEmpty()) {
            faults.add(
                    new Fault(
                            "ProviderAddress",
                            "",
                            "is missing, and "
                                    + String.join(", ", connection.backEndInterfaces())
                                    + " has no address",
                            "the gateway's address on the provider network"));
        }
        checkServerAddress(faults);
        List<String> front = connection.frontEndInterfaces();
        List<String> back = connection.backEndInterfaces();
        connection
                .frontEndGateways()
                .forEach(address -> checkOnLink(faults, "FrontEndGateway", address, front));
        connection
                .backEndGateways()
                .forEach(address -> checkOnLink(faults, "BackendGateway", address, back));
        return faults;
    }

    private void checkInterfaces(List<Fault> faults, String key, List<String> names) {
        for (String name : names) {
            Optional<TaggedInterface> tagged = host.tagged(name);
            tagged.ifPresent(vlan -> checkTagged(faults, key, name, vlan));
            Optional<KernelLink> link =
                    host.kernel().link(tagged.map(TaggedInterface::device).orElse(name));
            if (link.isEmpty()) {
                String there = String.join(", ", host.interfaceNames());
                faults.add(
                        Fault.of(
                                key, name, "there is no such interface", "this host has " + there));
            } else if (link.get().macAddress() == 0) {
                faults.add(
                        Fault.of(
                                key,
                                name,
                                "must be an Ethernet interface",
                                "it has no MAC address"));
            } else if (tagged.isEmpty()) {
                checkParent(faults, key, link.get());
            }
        }
    }

    /// The guard of the parent would keep from its VLAN interface what is the gateway's.
    private void checkParent(List<Fault> faults, String key, KernelLink link) {
        Optional<String> parent =
                Optional.ofNullable(host.kernel().links().get(link.parentIndex()))
                        .map(KernelLink::name)
                        .filter(host.devices()::contains);
        parent.ifPresent(device ->
                faults.add(
                        Fault.of(
                                key,
                                link.name(),
                                "is the host's VLAN interface on %s, which is the gateway's too"
                                        .formatted(device),
                                "remove it from the host and name %s.%d: the gateway tags it itself"
                                        .formatted(device, link.vlan()))));
    }

    /// The host's own VLAN interface would take its frames, and no kernel gives it an address.
    private void checkTagged(List<Fault> faults, String key, String name, TaggedInterface tagged) {
        String taken = host.kernel().hostVlans(tagged.device()).get(tagged.vlan());
        if (taken != null) {
            faults.add(
                    Fault.of(
                            key,
                            name,
                            "is the host's interface " + taken,
                            "name " + taken + ", or remove it from the host"));
        } else if (host.kernel().link(tagged.device()).isPresent()
                && host.addressesOf(List.of(name)).isEmpty()) {
            faults.add(
                    Fault.of(
                            key,
                            name,
                            "has no address",
                            "the gateway tags it itself: write Addresses=192.0.2.9/24@" + name));
        }
    }

    private void checkAddresses(List<Fault> faults) {
        Set<IpAddress> own = host.ownAddresses();
        for (InterfaceAddress address : connection.addresses()) {
            if (host.tagged(address.interfaceName()).isEmpty()) {
                faults.add(
                        Fault.of(
                                "Addresses",
                                address,
                                "is on an interface of the host",
                                "give it to the interface there"));
            } else if (own.contains(address.address())) {
                faults.add(
                        Fault.of(
                                "Addresses",
                                address,
                                "is the host's own address",
                                "use an address that only the gateway has"));
            }
        }
    }

    /// Tenants' networks and the provider's come in by the gateway's interfaces: whoever manages it
    /// comes in by another.
    private void checkManagement(List<Fault> faults) {
        IpAddress address = connection.managementAddress().orElse(null);
        if (address == null || address.isLoopback()) {
            return;
        }
        List<String> interfaces = new ArrayList<>(connection.frontEndInterfaces());
        interfaces.addAll(connection.backEndInterfaces());
        if (host.addressesOf(interfaces).contains(address)
                || host.providerAddresses().contains(address)) {
            faults.add(
                    Fault.of(
                            "ManagementEndpoint",
                            address,
                            "is an address of the front end or the back end",
                            "listen at an address of an interface that is not the gateway's, or of the"
                                    + " loopback"));
        } else if (!host.ownAddresses().contains(address)) {
            faults.add(
                    Fault.of(
                            "ManagementEndpoint",
                            address,
                            "is no address of this host",
                            "name one as ManagementAddress, of an interface that is not the gateway's"));
        }
    }

    private void checkServerAddress(List<Fault> faults) {
        Optional<IpAddress> server = connection.frontEndServerAddress();
        List<String> front = connection.frontEndInterfaces();
        if (server.isPresent() && !host.addressesOf(front).contains(server.get())) {
            faults.add(
                    Fault.of(
                            "FrontEndServerAddress",
                            server.get(),
                            "is no address of " + String.join(", ", front),
                            "routers must reach the gateway there"));
        }
    }

    private void checkOnLink(
            List<Fault> faults, String key, IpAddress address, List<String> interfaces) {
        if (host.addressesOf(interfaces).contains(address)) {
            faults.add(Fault.of(key, address, "is the host's own address", "name the router"));
        } else if (!host.isOnLink(address, interfaces)) {
            faults.add(
                    Fault.of(
                            key,
                            address,
                            "is in no subnet of " + String.join(", ", interfaces),
                            "a next hop is a neighbour of the interface"));
        }
    }

    /// Worth a line in the log; the gateway starts.
    ///
    /// @param hostName the host's own
    /// @param forwarding interfaces from which the host's kernel forwards IPv4
    public List<Fault> warnings(String hostName, Set<String> forwarding) {
        List<Fault> warnings = new ArrayList<>();
        checkForwarding(warnings, "FrontEndInterface", connection.frontEndInterfaces(), forwarding);
        checkForwarding(warnings, "BackendInterface", connection.backEndInterfaces(), forwarding);
        connection
                .gatewayVm()
                .ifPresent(label -> checkLabel(warnings, "GatewayVM", label, hostName));
        Set<IpAddress> own = host.ownAddresses();
        for (IpRange range : connection.natPool()) {
            own.stream()
                    .filter(range::contains)
                    .sorted()
                    .forEach(address ->
                            warnings.add(
                                    Fault.of(
                                            "NatPool",
                                            address,
                                            "is an address of the host",
                                            "it is given to no tenant")));
        }
        return warnings;
    }

    /// Without XDP, and once the process is dead, the kernel sees what is for nobody here.
    private static void checkForwarding(
            List<Fault> warnings, String key, List<String> names, Set<String> forwarding) {
        names.stream()
                .filter(forwarding::contains)
                .forEach(name ->
                        warnings.add(
                                Fault.of(
                                        key,
                                        name,
                                        "the host forwards from it, past the gateway",
                                        "set net.ipv4.conf.%s.forwarding=0".formatted(name))));
    }

    private static void checkLabel(
            List<Fault> warnings, String key, String label, String hostName) {
        String shortLabel = label.split("\\.", 2)[0];
        String shortName = hostName.split("\\.", 2)[0];
        if (!shortLabel.equalsIgnoreCase(shortName)) {
            warnings.add(
                    Fault.of(
                            key,
                            label,
                            "is not this host's name " + hostName,
                            "it is a label only"));
        }
    }
}
