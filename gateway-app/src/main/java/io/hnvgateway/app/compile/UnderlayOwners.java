package io.hnvgateway.app.compile;

import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.packet.IpPrefix;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the host and its networks own outside the compartments.
///
/// @param hosts the host's own addresses → HOST or PROTECTED as [FibEntry]
/// @param protectedPrefixes no tenant reaches them
/// @param routers of the front end that stand in a protected prefix
record UnderlayOwners(
        Map<IpPrefix, Integer> hosts, Set<IpPrefix> protectedPrefixes, Set<IpPrefix> routers) {
    static final UnderlayOwners NONE = new UnderlayOwners(Map.of(), Set.of(), Set.of());

    static UnderlayOwners of(Underlay underlay) {
        Map<IpPrefix, Integer> hosts = new HashMap<>();
        underlay.hostAddresses()
                .byAddress()
                .forEach((address, port) -> hosts.put(IpPrefix.host(address), host(port)));
        return new UnderlayOwners(hosts, underlay.protectedPrefixes(), routers(underlay));
    }

    private static int host(int port) {
        return port == Underlay.NO_PORT
                ? FibEntry.of(FibEntry.PROTECTED, port)
                : FibEntry.of(FibEntry.HOST, port);
    }

    /// One interface for both roles puts the router's address into a protected prefix.
    private static Set<IpPrefix> routers(Underlay underlay) {
        return underlay.routes().frontEnd().stream()
                .flatMap(route -> Stream.ofNullable(route.gateway()))
                .filter(a -> underlay.protectedPrefixes().stream().anyMatch(p -> p.contains(a)))
                .map(IpPrefix::host)
                .collect(Collectors.toSet());
    }

    Set<IpPrefix> prefixes() {
        Set<IpPrefix> all = new HashSet<>(hosts.keySet());
        all.addAll(protectedPrefixes);
        all.addAll(routers);
        return all;
    }
}
