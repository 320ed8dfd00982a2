package io.hnvgateway.app.compile;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the gateway stands on, split by the role of each interface: links, addresses, and the
/// routes of the front end and of the provider network, which never serve each other.
///
/// @param links by port index
/// @param providerAddresses the gateway's own
/// @param hostAddresses every address of the host → port index, or [#NO_PORT]
/// @param protectedPrefixes what no tenant may reach: provider network, management
public record Underlay(
        Map<Integer, PortLink> links,
        Set<IpAddress> providerAddresses,
        HostAddresses hostAddresses,
        Set<IpPrefix> protectedPrefixes,
        Routes routes) {
    /// An address of the host that is on none of the gateway's front-end ports.
    public static final int NO_PORT = 0xfff;

    public Underlay {
        links = Map.copyOf(links);
        providerAddresses = Set.copyOf(providerAddresses);
        protectedPrefixes = Set.copyOf(protectedPrefixes);
    }

    /// A port as the kernel describes it.
    ///
    /// @param address its first IPv4 address; null when it has none
    public record PortLink(
            int interfaceIndex, long macAddress, int mtuBytes, @Nullable IpAddress address) {}

    /// Addresses of the host's kernel.
    ///
    /// @param ipv4 address → index of the front-end port that has it, or [#NO_PORT]
    /// @param all IPv4 and IPv6
    public record HostAddresses(Map<IpAddress, Integer> ipv4, Set<InetAddress> all) {
        public HostAddresses {
            ipv4 = Map.copyOf(ipv4);
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

    /// A route out of a port.
    ///
    /// @param gateway null: the destinations are neighbours
    /// @param metric smaller is better
    public record UnderlayRoute(
            IpPrefix prefix, int port, @Nullable IpAddress gateway, long metric) {}
}
