package io.hnvgateway.app.compile;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the gateway stands on, split by the role of each link: links, addresses, and the routes of
/// the front end and of the provider network, which never serve each other.
///
/// @param links by link index
/// @param providerAddresses the gateway's own, of either family
/// @param hostAddresses every address of the host → link index, or [#NO_PORT]
/// @param protectedPrefixes what no tenant may reach: provider network, management
/// @param hostVlans VLANs of each device that the host has an interface for
public record Underlay(
        Map<Integer, PortLink> links,
        Set<IpAddress> providerAddresses,
        HostAddresses hostAddresses,
        Set<IpPrefix> protectedPrefixes,
        Routes routes,
        Map<String, Set<Integer>> hostVlans) {
    /// An address of the host that is on none of the gateway's front-end links.
    public static final int NO_PORT = 0xfff;

    public Underlay {
        links = Map.copyOf(links);
        providerAddresses = Set.copyOf(providerAddresses);
        protectedPrefixes = Set.copyOf(protectedPrefixes);
        hostVlans = Map.copyOf(hostVlans);
    }

    /// Where tenants' tunnels end: the host's addresses on front-end links that are no provider
    /// addresses.
    public Set<IpAddress> vpnAddresses() {
        return hostAddresses.byAddress().entrySet().stream()
                .filter(e -> e.getValue() != NO_PORT)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The same by their links, of each in the kernel's order.
    public List<IpAddress> vpnAddressesInOrder() {
        Set<IpAddress> all = vpnAddresses();
        return links.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(link -> link.getValue().addresses().stream())
                .map(InterfaceAddress::address)
                .filter(all::contains)
                .distinct()
                .toList();
    }

    /// Those of [#vpnAddressesInOrder] with their networks and links.
    public List<FrontEndAddress> frontEndAddresses() {
        Set<IpAddress> all = vpnAddresses();
        return links.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(link ->
                        link.getValue().addresses().stream()
                                .filter(own -> all.contains(own.address()))
                                .map(own -> new FrontEndAddress(link.getKey(), own)))
                .toList();
    }

    /// An address of the gateway on a link of the front end.
    public record FrontEndAddress(int link, InterfaceAddress at) {}

    /// A link as the kernel describes its interface.
    ///
    /// @param vlan 1..4094; 0: untagged
    /// @param addresses without IPv6 link-local ones
    public record PortLink(
            int interfaceIndex,
            long macAddress,
            int mtuBytes,
            int vlan,
            List<InterfaceAddress> addresses) {
        public PortLink {
            addresses = List.copyOf(addresses);
        }

        /// The first address of a family; null when it has none.
        @Nullable IpAddress first(boolean ipv6) {
            return addresses.stream()
                    .map(InterfaceAddress::address)
                    .filter(a -> a.isIpv4() != ipv6)
                    .findFirst()
                    .orElse(null);
        }
    }

    /// Addresses of the host.
    ///
    /// @param byAddress address → index of the front-end link that has it, or [#NO_PORT]; without
    ///   IPv6 link-local ones, and with those on tagged links, which the kernel does not know
    /// @param all the kernel's
    public record HostAddresses(Map<IpAddress, Integer> byAddress, Set<IpAddress> all) {
        public HostAddresses {
            byAddress = Map.copyOf(byAddress);
            all = Set.copyOf(all);
        }
    }

    /// Both routing contexts.
    public record Routes(List<UnderlayRoute> frontEnd, List<UnderlayRoute> provider) {
        public Routes {
            frontEnd = List.copyOf(frontEnd);
            provider = List.copyOf(provider);
        }
    }

    /// One way of a route out of a link. Of equal prefix and metric they share the flows.
    ///
    /// @param port link index
    /// @param gateway null: the destinations are neighbours; may be of the other family (RFC 8950)
    /// @param metric smaller is better
    /// @param weight 1..256: its share
    public record UnderlayRoute(
            IpPrefix prefix, int port, @Nullable IpAddress gateway, long metric, int weight) {}
}
