package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.InboundNatRule;
import io.hnvgateway.provider.resource.LoadBalancer;
import io.hnvgateway.provider.resource.OutboundNatRule;
import io.hnvgateway.provider.resource.PortRange;

/// Writes a load balancer: the NAT rules of one customer network.
final class LoadBalancerWriter {
    private LoadBalancerWriter() {}

    static void loadBalancer(LoadBalancer balancer, ObjectNode properties) {
        PartWriter parts = PartWriter.of(balancer);
        parts.write(
                properties,
                "frontendIPConfigurations",
                balancer.frontendIPConfigurations(),
                (frontend, node) ->
                        DesiredStateWriter.reference(
                                node, "publicIPAddress", frontend.publicIPAddress()));
        parts.write(
                properties,
                "backendAddressPools",
                balancer.backendAddressPools(),
                (pool, node) ->
                        DesiredStateWriter.reference(
                                node, "virtualNetwork", pool.virtualNetwork()));
        parts.write(
                properties,
                "inboundNatRules",
                balancer.inboundNatRules(),
                LoadBalancerWriter::inbound);
        parts.write(
                properties,
                "outboundNatRules",
                balancer.outboundNatRules(),
                LoadBalancerWriter::outbound);
    }

    private static void inbound(InboundNatRule rule, ObjectNode properties) {
        properties.put("protocol", rule.protocol().label());
        PortRange ports = rule.frontendPorts();
        if (ports.first() == ports.last()) {
            properties.put("frontendPort", ports.first());
        } else {
            properties.put("frontendPortRangeStart", ports.first());
            properties.put("frontendPortRangeEnd", ports.last());
        }
        properties.put("backendPort", rule.backendPort());
        properties.put("backendAddress", rule.backendAddress().toString());
        DesiredStateWriter.references(
                properties, "frontendIPConfigurations", rule.frontendIPConfigurations());
    }

    private static void outbound(OutboundNatRule rule, ObjectNode properties) {
        properties.put("protocol", "ALL");
        DesiredStateWriter.references(
                properties, "frontendIPConfigurations", rule.frontendIPConfigurations());
        DesiredStateWriter.reference(properties, "backendAddressPool", rule.backendAddressPool());
    }
}
