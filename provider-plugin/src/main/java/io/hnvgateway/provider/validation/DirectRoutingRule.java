package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.Ip4Address;
import io.hnvgateway.provider.value.Ip4Prefix;
import io.hnvgateway.provider.value.Ip4Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Directly routed prefixes are the network's own, and nobody else's: no other tenant's, no public
/// or host address.
final class DirectRoutingRule implements Rule {

    @Override
    public void check(Context context) {
        NavigableMap<Ip4Address, PublicIpAddress> publicAddresses = new TreeMap<>();
        for (PublicIpAddress resource : context.state().publicIPAddresses()) {
            if (resource.ipAddress() != null) {
                publicAddresses.put(resource.ipAddress(), resource);
            }
        }
        List<Routed> all = new ArrayList<>();
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            for (int i = 0; i < gateway.directRoutingPrefixes().size(); i++) {
                String path =
                        VirtualGatewayRule.path(gateway) + ".directRouting.prefixes[" + i + "]";
                Routed routed =
                        new Routed(path, gateway.directRoutingPrefixes().get(i), all.size());
                checkPermission(context, routed);
                checkAddressSpace(context, gateway, routed);
                checkPool(context, routed);
                checkPublicAddresses(context, routed, publicAddresses);
                checkOwned(context, routed);
                checkProtected(context, routed);
                all.add(routed);
            }
        }
        checkOverlaps(context, all);
    }

    /// Two prefixes are nested or disjoint: sorted, an enclosing one stands before those inside it.
    private static void checkOverlaps(Context context, List<Routed> all) {
        all.sort(
                Comparator.comparing((Routed routed) -> routed.prefix().address())
                        .thenComparing(routed -> routed.prefix().length()));
        Deque<Routed> enclosing = new ArrayDeque<>();
        for (Routed routed : all) {
            while (!enclosing.isEmpty() && !enclosing.peek().prefix().contains(routed.prefix())) {
                enclosing.pop();
            }
            if (!enclosing.isEmpty()) {
                overlap(context, enclosing.peek(), routed);
            }
            enclosing.push(routed);
        }
    }

    private static void overlap(Context context, Routed one, Routed other) {
        Routed first = one.position() < other.position() ? one : other;
        Routed second = one.position() < other.position() ? other : one;
        context.fault(
                second.path(),
                second.prefix(),
                "overlaps " + first.prefix() + " of " + first.path());
    }

    private static void checkPermission(Context context, Routed routed) {
        if (!context.connection().directRoutingPermitted()) {
            context.fault(
                    routed.path(),
                    routed.prefix(),
                    "direct routing is not permitted",
                    "the connection string says DirectRoutingMode=False");
        }
    }

    private static void checkAddressSpace(Context context, VirtualGateway gateway, Routed routed) {
        VirtualNetwork network = context.index().networkOf(gateway);
        if (network == null) {
            return;
        }
        boolean own =
                network.subnets().stream()
                                .anyMatch(
                                        subnet -> subnet.addressPrefix().contains(routed.prefix()))
                        || network.addressPrefixes().stream()
                                .anyMatch(space -> space.contains(routed.prefix()));
        if (!own) {
            context.fault(
                    routed.path(),
                    routed.prefix(),
                    "lies outside the address space of " + network.resourceId());
        }
    }

    private static void checkPool(Context context, Routed routed) {
        for (Ip4Range range : context.connection().natPool()) {
            if (range.overlaps(routed.prefix().range())) {
                context.fault(
                        routed.path(), routed.prefix(), "overlaps " + range + " of the NatPool");
            }
        }
    }

    private static void checkPublicAddresses(
            Context context,
            Routed routed,
            NavigableMap<Ip4Address, PublicIpAddress> publicAddresses) {
        Ip4Range range = routed.prefix().range();
        publicAddresses
                .subMap(range.first(), true, range.last(), true)
                .forEach((address, resource) ->
                        context.fault(
                                routed.path(),
                                routed.prefix(),
                                "contains "
                                        + address
                                        + " of publicIPAddresses["
                                        + resource.resourceId()
                                        + "]"));
    }

    private static void checkOwned(Context context, Routed routed) {
        for (Ip4Address address : context.ownedAddresses()) {
            if (routed.prefix().contains(address)) {
                context.fault(
                        routed.path(),
                        routed.prefix(),
                        "contains " + address + ", " + context.ownerOf(address));
            }
        }
    }

    private static void checkProtected(Context context, Routed routed) {
        context.host().protectedPrefixes().stream()
                .filter(protectedPrefix -> protectedPrefix.overlaps(routed.prefix()))
                .map(Ip4Prefix::toString)
                .sorted()
                .forEach(overlapped ->
                        context.fault(
                                routed.path(),
                                routed.prefix(),
                                "overlaps " + overlapped + ", a network of the host",
                                "the provider network and management stay out of tenants' reach"));
    }

    private record Routed(String path, Ip4Prefix prefix, int position) {}
}
