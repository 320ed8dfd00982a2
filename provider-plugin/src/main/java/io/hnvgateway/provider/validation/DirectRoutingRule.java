package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.List;

/// Directly routed prefixes are permitted, and the network's own. That they are nobody else's is
/// [OutsidePrefixRule].
final class DirectRoutingRule implements Rule {

    @Override
    public void check(Context context) {
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            VirtualNetwork network = context.index().networkOf(gateway);
            List<IpPrefix> prefixes = gateway.directRoutingPrefixes();
            for (int i = 0; i < prefixes.size(); i++) {
                String path = path(gateway, i);
                if (!context.connection().directRoutingPermitted()) {
                    context.fault(
                            path,
                            prefixes.get(i),
                            "direct routing is not permitted",
                            "the connection string says DirectRoutingMode=False");
                }
                if (network != null && !context.subnets(network).owns(prefixes.get(i))) {
                    context.fault(
                            path,
                            prefixes.get(i),
                            "lies outside the address space of " + network.resourceId());
                }
            }
        }
    }

    static String path(VirtualGateway gateway, int position) {
        return VirtualGatewayRule.path(gateway) + ".directRouting.prefixes[" + position + "]";
    }
}
