package io.hnvgateway.dataplane.netlink;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// A route of the main table. A multipath route appears once for each next hop.
///
/// @param gateway null: the destinations are neighbours on the interface
/// @param interfaceIndex 0 for a blackhole
/// @param metric smaller is better
public record KernelRoute(
        InetAddress network,
        int prefixLength,
        @Nullable InetAddress gateway,
        int interfaceIndex,
        long metric) {
    public boolean isIpv4() {
        return network instanceof Inet4Address;
    }

    /// Packets that it matches are discarded (blackhole, unreachable, prohibit).
    public boolean isBlackhole() {
        return interfaceIndex == 0;
    }
}
