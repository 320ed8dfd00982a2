package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.ResourceIndex.SubnetOf;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;

/// A virtual gateway has subnets of one network, and a network has one virtual gateway at most.
final class VirtualGatewayRule implements Rule {

    @Override
    public void check(Context context) {
        Once<String> networks = new Once<>();
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            String path = path(gateway);
            checkSubnets(context, gateway, path);
            checkQuota(context, gateway, path);
            VirtualNetwork network = context.index().networkOf(gateway);
            String first = network == null ? null : networks.firstUse(network.resourceId(), path);
            if (network != null && first != null) {
                context.fault(
                        path + ".gatewaySubnets",
                        "",
                        "network " + network.resourceId() + " has " + first + " already",
                        "name all its gateway subnets in one virtual gateway");
            }
        }
    }

    static String path(VirtualGateway gateway) {
        return "virtualGateways[" + gateway.resourceId() + "]";
    }

    private static void checkSubnets(Context context, VirtualGateway gateway, String path) {
        if (gateway.gatewaySubnets().isEmpty()) {
            context.missing(
                    path + ".gatewaySubnets", "the virtual subnet of the gateway's address");
        }
        VirtualNetwork network = context.index().networkOf(gateway);
        Once<ResourceReference> seen = new Once<>();
        for (int i = 0; i < gateway.gatewaySubnets().size(); i++) {
            ResourceReference reference = gateway.gatewaySubnets().get(i);
            String item = path + ".gatewaySubnets[" + i + "]";
            SubnetOf target = context.index().subnet(reference);
            if (target == null) {
                context.dangling(item, reference);
            } else if (!target.network().equals(network)) {
                context.fault(
                        item, reference, "is of another network than the first gateway subnet");
            } else if (seen.firstUse(reference, item) != null) {
                context.fault(item, reference, "stands twice");
            }
        }
    }

    private static void checkQuota(Context context, VirtualGateway gateway, String path) {
        Integer sessions = gateway.nat().quota().maxSessions();
        int all = context.connection().sessions();
        if (sessions != null && sessions > all) {
            context.fault(
                    path + ".nat.maxSessions",
                    sessions,
                    "must be at most " + all,
                    "Sessions of the connection string");
        }
    }
}
