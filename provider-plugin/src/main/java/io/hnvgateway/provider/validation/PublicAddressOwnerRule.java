package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.FrontendIpConfiguration;
import io.hnvgateway.provider.resource.LoadBalancer;
import io.hnvgateway.provider.resource.OneToOneRule;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A public address belongs to one compartment: a reference from a second network names both.
final class PublicAddressOwnerRule implements Rule {

    @Override
    public void check(Context context) {
        Map<ResourceReference, Use> owners = new HashMap<>();
        for (LoadBalancer balancer : context.state().loadBalancers()) {
            VirtualNetwork network = context.index().networkOf(balancer);
            for (FrontendIpConfiguration frontend : balancer.frontendIPConfigurations()) {
                String path =
                        LoadBalancerRule.path(balancer)
                                + ".frontendIPConfigurations["
                                + frontend.resourceId()
                                + "].publicIPAddress";
                checkUse(context, owners, frontend.publicIPAddress(), new Use(network, path));
            }
        }
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            VirtualNetwork network = context.index().networkOf(gateway);
            List<OneToOneRule> rules = gateway.nat().oneToOneRules();
            for (int i = 0; i < rules.size(); i++) {
                String path =
                        VirtualGatewayRule.path(gateway)
                                + ".nat.oneToOneRules["
                                + i
                                + "].publicIPAddress";
                checkUse(context, owners, rules.get(i).publicIPAddress(), new Use(network, path));
            }
        }
    }

    private static void checkUse(
            Context context,
            Map<ResourceReference, Use> owners,
            ResourceReference address,
            Use use) {
        if (context.index().publicAddress(address) == null) {
            context.dangling(use.path(), address);
            return;
        }
        if (use.network() == null) {
            return;
        }
        Use first = owners.putIfAbsent(address, use);
        if (first != null && !use.network().equals(first.network())) {
            context.fault(
                    use.path(),
                    address,
                    "belongs to network "
                            + name(first)
                            + " by "
                            + first.path()
                            + ", not to "
                            + name(use),
                    "a public address serves one network");
        }
    }

    private static String name(Use use) {
        return use.network() == null ? "?" : use.network().resourceId();
    }

    private record Use(@Nullable VirtualNetwork network, String path) {}
}
