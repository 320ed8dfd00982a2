package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.FrontendIpConfiguration;
import io.hnvgateway.provider.resource.LoadBalancer;
import io.hnvgateway.provider.resource.OneToOneRule;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The public address of a 1:1 rule carries that VM's traffic only; a VM has one rule.
final class OneToOneRuleRule implements Rule {

    @Override
    public void check(Context context) {
        Map<ResourceReference, String> frontends = frontends(context);
        Once<ResourceReference> addresses = new Once<>();
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            Once<IpAddress> machines = new Once<>();
            for (int i = 0; i < gateway.nat().oneToOneRules().size(); i++) {
                OneToOneRule rule = gateway.nat().oneToOneRules().get(i);
                String path = VirtualGatewayRule.path(gateway) + ".nat.oneToOneRules[" + i + "]";
                checkTaken(
                        context,
                        path + ".publicIPAddress",
                        rule.publicIPAddress(),
                        frontends.get(rule.publicIPAddress()));
                checkTaken(
                        context,
                        path + ".publicIPAddress",
                        rule.publicIPAddress(),
                        addresses.firstUse(rule.publicIPAddress(), path));
                checkTaken(
                        context,
                        path + ".customerAddress",
                        rule.customerAddress(),
                        machines.firstUse(rule.customerAddress(), path));
                checkMachine(context, context.index().networkOf(gateway), path, rule);
            }
        }
    }

    private static void checkTaken(
            Context context, String path, Object value, @Nullable String first) {
        if (first != null) {
            context.fault(
                    path, value, "is taken by " + first, "a 1:1 rule has its addresses for itself");
        }
    }

    private static void checkMachine(
            Context context, @Nullable VirtualNetwork network, String path, OneToOneRule rule) {
        if (network != null && !context.subnets(network).isHostAddress(rule.customerAddress())) {
            context.fault(
                    path + ".customerAddress",
                    rule.customerAddress(),
                    "must be a host address of a subnet of " + network.resourceId());
        }
    }

    private static Map<ResourceReference, String> frontends(Context context) {
        Map<ResourceReference, String> paths = new HashMap<>();
        for (LoadBalancer balancer : context.state().loadBalancers()) {
            for (FrontendIpConfiguration frontend : balancer.frontendIPConfigurations()) {
                paths.put(
                        frontend.publicIPAddress(),
                        LoadBalancerRule.path(balancer)
                                + ".frontendIPConfigurations["
                                + frontend.resourceId()
                                + "]");
            }
        }
        return paths;
    }
}
