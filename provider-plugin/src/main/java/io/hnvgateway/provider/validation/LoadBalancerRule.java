package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.BackendAddressPool;
import io.hnvgateway.provider.resource.InboundNatRule;
import io.hnvgateway.provider.resource.LoadBalancer;
import io.hnvgateway.provider.resource.OutboundNatRule;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.VirtualNetwork;
import java.util.List;

/// The references of a load balancer exist, and all its pools are of one network.
final class LoadBalancerRule implements Rule {

    @Override
    public void check(Context context) {
        for (LoadBalancer balancer : context.state().loadBalancers()) {
            checkPools(context, balancer);
            for (OutboundNatRule rule : balancer.outboundNatRules()) {
                String path = path(balancer) + ".outboundNatRules[" + rule.resourceId() + "]";
                checkFrontends(context, balancer, path, rule.frontendIPConfigurations());
                checkPool(
                        context, balancer, path + ".backendAddressPool", rule.backendAddressPool());
            }
            for (InboundNatRule rule : balancer.inboundNatRules()) {
                String path = path(balancer) + ".inboundNatRules[" + rule.resourceId() + "]";
                checkFrontends(context, balancer, path, rule.frontendIPConfigurations());
            }
        }
    }

    static String path(LoadBalancer balancer) {
        return "loadBalancers[" + balancer.resourceId() + "]";
    }

    private static void checkPools(Context context, LoadBalancer balancer) {
        String pools = path(balancer) + ".backendAddressPools";
        if (balancer.backendAddressPools().isEmpty() && !balancer.inboundNatRules().isEmpty()) {
            context.fault(pools, "", "is empty", "inbound rules need it to know their network");
        }
        VirtualNetwork network = context.index().networkOf(balancer);
        for (BackendAddressPool pool : balancer.backendAddressPools()) {
            String path = pools + "[" + pool.resourceId() + "].virtualNetwork";
            VirtualNetwork target = context.index().network(pool.virtualNetwork());
            if (target == null) {
                context.dangling(path, pool.virtualNetwork());
            } else if (!target.equals(network)) {
                context.fault(
                        path,
                        pool.virtualNetwork(),
                        "is of another network than the first pool",
                        "use one load balancer for each network");
            }
        }
    }

    private static void checkFrontends(
            Context context,
            LoadBalancer balancer,
            String path,
            List<ResourceReference> frontends) {
        if (frontends.isEmpty()) {
            context.missing(path + ".frontendIPConfigurations", "the public addresses of the rule");
        }
        for (int i = 0; i < frontends.size(); i++) {
            String item = path + ".frontendIPConfigurations[" + i + "]";
            ResourceReference reference = frontends.get(i);
            if (context.index().frontend(reference) == null) {
                context.dangling(item, reference);
            } else {
                checkOwn(context, balancer, item, reference);
            }
        }
    }

    private static void checkPool(
            Context context, LoadBalancer balancer, String path, ResourceReference pool) {
        if (context.index().pool(pool) == null) {
            context.dangling(path, pool);
        } else {
            checkOwn(context, balancer, path, pool);
        }
    }

    private static void checkOwn(
            Context context, LoadBalancer balancer, String path, ResourceReference reference) {
        if (!reference.parts().get(1).equalsIgnoreCase(balancer.resourceId())) {
            context.fault(
                    path,
                    reference,
                    "is of another load balancer",
                    "name one of this load balancer");
        }
    }
}
