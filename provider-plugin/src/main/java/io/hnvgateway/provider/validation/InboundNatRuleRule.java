package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.InboundNatRule;
import io.hnvgateway.provider.resource.LoadBalancer;
import io.hnvgateway.provider.resource.PortRange;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TransportProtocol;
import io.hnvgateway.provider.resource.VirtualNetwork;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Inbound rules name real ports and a VM's address, and no two of them the same public port.
final class InboundNatRuleRule implements Rule {

    @Override
    public void check(Context context) {
        Map<Socket, NavigableMap<Integer, Taken>> taken = new HashMap<>();
        for (LoadBalancer balancer : context.state().loadBalancers()) {
            VirtualNetwork network = context.index().networkOf(balancer);
            for (InboundNatRule rule : balancer.inboundNatRules()) {
                String path =
                        LoadBalancerRule.path(balancer)
                                + ".inboundNatRules["
                                + rule.resourceId()
                                + "]";
                if (checkPorts(context, path, rule)) {
                    checkCollisions(context, path, rule, taken);
                }
                if (network != null
                        && !context.subnets(network).isHostAddress(rule.backendAddress())) {
                    context.fault(
                            path + ".backendAddress",
                            rule.backendAddress(),
                            "must be a host address of a subnet of " + network.resourceId());
                }
            }
        }
    }

    private static boolean checkPorts(Context context, String path, InboundNatRule rule) {
        if (!rule.frontendPorts().isValid()) {
            context.fault(
                    path + ".frontendPort",
                    rule.frontendPorts(),
                    "must be 1..65535",
                    "a range names its lower port first");
            return false;
        }
        if (!rule.backendPorts().isValid()) {
            context.fault(
                    path + ".backendPort",
                    rule.backendPorts(),
                    "must be 1..65535, for every port of the range");
            return false;
        }
        return true;
    }

    private static void checkCollisions(
            Context context,
            String path,
            InboundNatRule rule,
            Map<Socket, NavigableMap<Integer, Taken>> taken) {
        for (ResourceReference frontend : rule.frontendIPConfigurations()) {
            PublicIpAddress address = context.index().publicAddressOfFrontend(frontend);
            if (address == null) {
                continue;
            }
            Socket socket = new Socket(address.reference(), rule.protocol());
            NavigableMap<Integer, Taken> others =
                    taken.computeIfAbsent(socket, key -> new TreeMap<>());
            Map.Entry<Integer, Taken> below = others.floorEntry(rule.frontendPorts().last());
            if (below != null && below.getValue().ports().overlaps(rule.frontendPorts())) {
                context.fault(
                        path + ".frontendPort",
                        rule.protocol().label() + " " + rule.frontendPorts(),
                        "is taken by " + below.getValue().path() + " on " + address.resourceId());
            } else {
                others.put(rule.frontendPorts().first(), new Taken(path, rule.frontendPorts()));
            }
        }
    }

    private record Socket(ResourceReference address, TransportProtocol protocol) {}

    private record Taken(String path, PortRange ports) {}
}
