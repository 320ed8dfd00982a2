package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.PrefixTranslation;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.List;

/// The prefixes of a translation are of one length; the inside is the network's own and translated
/// once, the outside is none of its own.
final class PrefixTranslationRule implements Rule {

    @Override
    public void check(Context context) {
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            Overlaps<String> inside = new Overlaps<>();
            List<IpPrefix> direct = gateway.directRoutingPrefixes();
            for (int i = 0; i < direct.size(); i++) {
                inside.add(direct.get(i), DirectRoutingRule.path(gateway, i));
            }
            VirtualNetwork network = context.index().networkOf(gateway);
            for (int i = 0; i < gateway.prefixTranslations().size(); i++) {
                PrefixTranslation pair = gateway.prefixTranslations().get(i);
                checkLengths(context, path(gateway, i), pair);
                if (network != null) {
                    checkSpace(context, path(gateway, i), pair, network);
                }
                inside.add(pair.insidePrefix(), path(gateway, i) + ".insidePrefix");
            }
            if (!gateway.prefixTranslations().isEmpty()) {
                checkOverlaps(context, inside);
            }
        }
    }

    static String path(VirtualGateway gateway, int position) {
        return VirtualGatewayRule.path(gateway) + ".prefixTranslations[" + position + "]";
    }

    private static void checkLengths(Context context, String path, PrefixTranslation pair) {
        int length = pair.insidePrefix().length();
        if (length != pair.outsidePrefix().length()) {
            context.fault(
                    path + ".outsidePrefix",
                    pair.outsidePrefix(),
                    "must be of the length of insidePrefix " + pair.insidePrefix(),
                    "addresses are exchanged one for one");
        }
        if (length < PrefixTranslation.MIN_LENGTH || length > PrefixTranslation.MAX_LENGTH) {
            context.fault(
                    path + ".insidePrefix",
                    pair.insidePrefix(),
                    "prefix length must be "
                            + PrefixTranslation.MIN_LENGTH
                            + ".."
                            + PrefixTranslation.MAX_LENGTH,
                    "RFC 6296 keeps the checksum in the bits behind it");
        }
        if (!pair.outsidePrefix().isUnicast()) {
            context.fault(
                    path + ".outsidePrefix",
                    pair.outsidePrefix(),
                    "must hold unicast addresses only");
        }
    }

    private static void checkSpace(
            Context context, String path, PrefixTranslation pair, VirtualNetwork network) {
        NetworkSubnets subnets = context.subnets(network);
        if (!subnets.owns(pair.insidePrefix())) {
            context.fault(
                    path + ".insidePrefix",
                    pair.insidePrefix(),
                    "lies outside the address space of " + network.resourceId());
        }
        if (subnets.overlaps(pair.outsidePrefix())) {
            context.fault(
                    path + ".outsidePrefix",
                    pair.outsidePrefix(),
                    "overlaps the address space of " + network.resourceId(),
                    "its own hosts could not be told from translated ones");
        }
    }

    /// Of two directly routed prefixes [OutsidePrefixRule] tells.
    private static void checkOverlaps(Context context, Overlaps<String> inside) {
        inside.forEach((first, second) -> {
            if (second.owner().endsWith(".insidePrefix")) {
                context.fault(
                        second.owner(),
                        second.prefix(),
                        "overlaps " + first.prefix() + " of " + first.owner(),
                        "a source is routed or translated, in one way");
            }
        });
    }
}
