package io.hnvgateway.dataplane.netlink;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A route of the main table.
///
/// @param nextHops in the kernel's order, none of them dead; empty for a blackhole
/// @param metric smaller is better
public record KernelRoute(IpPrefix destination, List<NextHop> nextHops, long metric) {
    /// One of the ways of a route.
    ///
    /// @param gateway null: the destinations are neighbours on the interface; may be of the other
    ///   family (RFC 8950)
    /// @param weight 1..256: its share among the route's next hops
    public record NextHop(@Nullable IpAddress gateway, int interfaceIndex, int weight) {}

    public KernelRoute {
        nextHops = List.copyOf(nextHops);
    }

    /// A route with one next hop.
    public static KernelRoute via(
            IpPrefix destination, @Nullable IpAddress gateway, int interfaceIndex, long metric) {
        return new KernelRoute(
                destination, List.of(new NextHop(gateway, interfaceIndex, 1)), metric);
    }

    public boolean isIpv4() {
        return destination.isIpv4();
    }

    /// Packets that it matches are discarded (blackhole, unreachable, prohibit).
    public boolean isBlackhole() {
        return nextHops.isEmpty();
    }
}
