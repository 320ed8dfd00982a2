package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import io.hnvgateway.provider.value.IpRange;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What a network shows outside as prefixes, directly routed or translated, is nobody else's: no
/// other prefix of any tenant, no public or host address.
final class OutsidePrefixRule implements Rule {

    @Override
    public void check(Context context) {
        Overlaps<String> all = new Overlaps<>();
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            for (int i = 0; i < gateway.directRoutingPrefixes().size(); i++) {
                all.add(gateway.directRoutingPrefixes().get(i), DirectRoutingRule.path(gateway, i));
            }
            for (int i = 0; i < gateway.prefixTranslations().size(); i++) {
                all.add(
                        gateway.prefixTranslations().get(i).outsidePrefix(),
                        PrefixTranslationRule.path(gateway, i) + ".outsidePrefix");
            }
        }
        NavigableMap<IpAddress, PublicIpAddress> publicAddresses = publicAddresses(context);
        all.claims().forEach(claim -> check(context, claim, publicAddresses));
        all.forEach((first, second) ->
                context.fault(
                        second.owner(),
                        second.prefix(),
                        "overlaps " + first.prefix() + " of " + first.owner()));
    }

    private static NavigableMap<IpAddress, PublicIpAddress> publicAddresses(Context context) {
        NavigableMap<IpAddress, PublicIpAddress> byAddress = new TreeMap<>();
        for (PublicIpAddress resource : context.state().publicIPAddresses()) {
            if (resource.ipAddress() != null) {
                byAddress.put(resource.ipAddress(), resource);
            }
        }
        return byAddress;
    }

    private static void check(
            Context context,
            Overlaps.Claim<String> claim,
            NavigableMap<IpAddress, PublicIpAddress> publicAddresses) {
        IpRange range = claim.prefix().range();
        for (IpRange pool : context.connection().natPool()) {
            if (pool.overlaps(range)) {
                fault(context, claim, "overlaps " + pool + " of the NatPool");
            }
        }
        inside(publicAddresses, range)
                .forEach((address, resource) ->
                        fault(
                                context,
                                claim,
                                "contains "
                                        + address
                                        + " of publicIPAddresses["
                                        + resource.resourceId()
                                        + "]"));
        inside(context.owners(), range)
                .forEach((address, owner) ->
                        fault(context, claim, "contains " + address + ", " + owner));
        checkProtected(context, claim);
    }

    private static <T> NavigableMap<IpAddress, T> inside(
            NavigableMap<IpAddress, T> addresses, IpRange range) {
        return addresses.subMap(range.first(), true, range.last(), true);
    }

    private static void checkProtected(Context context, Overlaps.Claim<String> claim) {
        context.protectedPrefixes().stream()
                .filter(protectedPrefix -> protectedPrefix.overlaps(claim.prefix()))
                .map(IpPrefix::toString)
                .sorted()
                .forEach(overlapped ->
                        context.fault(
                                claim.owner(),
                                claim.prefix(),
                                "overlaps " + overlapped + ", a network of the host",
                                "the provider network and management stay out of tenants' reach"));
    }

    private static void fault(Context context, Overlaps.Claim<String> claim, String rule) {
        context.fault(claim.owner(), claim.prefix(), rule);
    }
}
