package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.ResourceIndex;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.TunnelEndpoints;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the rules look at, and where they report.
final class Context {
    /// Nobody reads more, and a hostile document must not make more.
    private static final int MAX_FAULTS = 1000;

    private final DesiredState state;
    private final ResourceIndex index;
    private final ConnectionString connection;
    private final Set<IpPrefix> protectedPrefixes;
    private final @Nullable List<IpAddress> vpnAddresses;
    private final @Nullable List<HostFacts.FrontEndAddress> frontEndAddresses;
    private final Map<Integer, String> takenVlans;
    private final NavigableMap<IpAddress, String> owners = new TreeMap<>();
    private final Set<String> unreadable;
    private final Set<String> networksWithUnreadableSubnets = new HashSet<>();
    private final IdentityHashMap<VirtualNetwork, NetworkSubnets> subnets = new IdentityHashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    Context(DesiredStateDocument document, ConnectionString connection, HostFacts host) {
        this.state = document.state();
        this.index = new ResourceIndex(state);
        this.connection = connection;
        this.protectedPrefixes = host.protectedPrefixes();
        this.vpnAddresses = host.vpnAddresses();
        this.frontEndAddresses = host.frontEndAddresses();
        this.takenVlans = host.takenVlans();
        this.unreadable =
                document.unreadable().stream()
                        .map(path -> path.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        for (String path : unreadable) {
            int inner = path.indexOf(".subnets[");
            if (inner > 0) {
                networksWithUnreadableSubnets.add(path.substring(0, inner));
            }
        }
        collectOwners(host);
    }

    /// What an address is, in words: the first to claim it wins.
    private void collectOwners(HostFacts host) {
        own(host.providerAddresses(), "the gateway's own provider address");
        own(connection.providerAddresses(), "the gateway's own provider address");
        own(host.ownAddresses(), "an address of the host itself");
        own(
                connection.addresses().stream().map(a -> a.address()).toList(),
                "an address of the gateway itself");
        own(connection.frontEndGateways(), "the FrontEndGateway");
        own(connection.backEndGateways(), "the BackendGateway");
    }

    private void own(Iterable<IpAddress> addresses, String owner) {
        addresses.forEach(address -> owners.putIfAbsent(address, owner));
    }

    DesiredState state() {
        return state;
    }

    ResourceIndex index() {
        return index;
    }

    ConnectionString connection() {
        return connection;
    }

    /// What no tenant may reach, such as the provider network.
    Set<IpPrefix> protectedPrefixes() {
        return protectedPrefixes;
    }

    /// Where tunnels may end; null: not known.
    @Nullable List<IpAddress> vpnAddresses() {
        return vpnAddresses;
    }

    /// The gateway's addresses on the front end; null: not known.
    @Nullable List<HostFacts.FrontEndAddress> frontEndAddresses() {
        return frontEndAddresses;
    }

    /// Whose a VLAN of the front end is, if it is not for tenants; empty: nobody's.
    String ownerOfVlan(int vlan) {
        return takenVlans.getOrDefault(vlan, "");
    }

    /// The outer address that a tunnel has on the gateway's side, as far as it is known.
    ///
    /// @param peer null: any
    @Nullable IpAddress source(TunnelEndpoints endpoints, @Nullable IpAddress peer) {
        if (endpoints.source() != null) {
            return endpoints.source();
        }
        IpAddress dialled = connection.vpnServerAddress().orElse(null);
        if (dialled != null && (peer == null || peer.isIpv4() == dialled.isIpv4())) {
            return dialled;
        }
        return peer == null || vpnAddresses == null
                ? null
                : vpnAddresses.stream()
                        .filter(a -> a.isIpv4() == peer.isIpv4())
                        .findFirst()
                        .orElse(null);
    }

    List<Fault> faults() {
        return faults;
    }

    void fault(String path, Object value, String rule) {
        fault(path, value, rule, "");
    }

    void fault(String path, Object value, String rule, String hint) {
        add(Fault.of(path, value, rule, hint));
    }

    /// A property that is wanted here.
    void missing(String path, String hint) {
        add(new Fault(path, "", "is missing", hint, FaultCode.MISSING_PROPERTY));
    }

    void add(Fault fault) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(fault);
        }
    }

    /// A reference to nothing; silent if its target stands in the document and could not be read.
    void dangling(String path, ResourceReference reference) {
        if (!unreadable.contains(pathOf(reference).toLowerCase(Locale.ROOT))) {
            add(
                    Fault.of(
                                    path,
                                    reference,
                                    "does not exist",
                                    "add it, or remove what refers to it")
                            .with(FaultCode.REFERENCE_NOT_FOUND));
        }
    }

    private static String pathOf(ResourceReference reference) {
        List<String> parts = reference.parts();
        StringBuilder path = new StringBuilder();
        for (int i = 0; i + 1 < parts.size(); i += 2) {
            path.append(i == 0 ? "" : ".")
                    .append(parts.get(i))
                    .append('[')
                    .append(parts.get(i + 1))
                    .append(']');
        }
        return path.toString();
    }

    /// All virtual subnet ids of the network are known: each subnet was read and has one.
    boolean knowsSubnets(VirtualNetwork network) {
        return !networksWithUnreadableSubnets.contains(path(network).toLowerCase(Locale.ROOT))
                && network.subnets().stream()
                        .map(Subnet::virtualSubnetId)
                        .allMatch(id -> id != null);
    }

    NetworkSubnets subnets(VirtualNetwork network) {
        return subnets.computeIfAbsent(network, NetworkSubnets::new);
    }

    static String path(VirtualNetwork network) {
        return "virtualNetworks[" + network.resourceId() + "]";
    }

    static String path(VirtualNetwork network, LookupRecord lookup) {
        return path(network) + ".lookupRecords[" + lookup.resourceId() + "]";
    }

    /// Owned by the host or the gateway itself, in words; empty if neither.
    String ownerOf(IpAddress address) {
        return owners.getOrDefault(address, "");
    }

    /// Every address of [#ownerOf] with its owner.
    NavigableMap<IpAddress, String> owners() {
        return owners;
    }
}
