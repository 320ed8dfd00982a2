package io.hnvgateway.provider.json;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.resource.BackendAddressPool;
import io.hnvgateway.provider.resource.FrontendIpConfiguration;
import io.hnvgateway.provider.resource.InboundNatRule;
import io.hnvgateway.provider.resource.LoadBalancer;
import io.hnvgateway.provider.resource.OutboundNatRule;
import io.hnvgateway.provider.resource.PortRange;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TransportProtocol;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.ValueForm;
import io.hnvgateway.provider.value.ValueParser;
import io.hnvgateway.provider.value.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a load balancer: the NAT rules of one customer network.
final class LoadBalancerReader {
    private static final ValueParser<String> ALL_PROTOCOLS =
            ((ValueParser<String>) LoadBalancerReader::allProtocols)
                    .as(new ValueForm.Choice(List.of("ALL")));

    private LoadBalancerReader() {}

    static LoadBalancer loadBalancer(String id, PropertyReader properties) {
        return new LoadBalancer(
                id,
                ResourceReader.read(
                        properties, "frontendIPConfigurations", LoadBalancerReader::frontend),
                ResourceReader.read(properties, "backendAddressPools", LoadBalancerReader::pool),
                ResourceReader.read(properties, "inboundNatRules", LoadBalancerReader::inbound),
                ResourceReader.read(properties, "outboundNatRules", LoadBalancerReader::outbound));
    }

    private static @Nullable FrontendIpConfiguration frontend(
            String id, PropertyReader properties) {
        properties.skip("inboundNatRules", "outboundNatRules", "loadBalancingRules");
        ResourceReference address = properties.requiredReference("publicIPAddress");
        return address == null ? null : new FrontendIpConfiguration(id, address);
    }

    private static @Nullable BackendAddressPool pool(String id, PropertyReader properties) {
        properties.skip("outboundNatRules", "loadBalancingRules");
        ResourceReference network = properties.requiredReference("virtualNetwork");
        return network == null ? null : new BackendAddressPool(id, network);
    }

    private static @Nullable InboundNatRule inbound(String id, PropertyReader properties) {
        TransportProtocol protocol =
                properties.required("protocol", Values.oneOf(TransportProtocol.class));
        PortRange ports = frontendPorts(properties);
        Integer backendPort = backendPort(properties, ports);
        IpAddress address = properties.required("backendAddress", IpAddress::parseIpv4);
        var frontends = properties.references("frontendIPConfigurations");
        if (protocol == null || ports == null || backendPort == null || address == null) {
            return null;
        }
        return new InboundNatRule(id, protocol, ports, backendPort, address, frontends);
    }

    private static @Nullable PortRange frontendPorts(PropertyReader properties) {
        boolean single = !PropertyReader.isAbsent(properties.node("frontendPort"));
        boolean range =
                !PropertyReader.isAbsent(properties.node("frontendPortRangeStart"))
                        || !PropertyReader.isAbsent(properties.node("frontendPortRangeEnd"));
        if (single && range) {
            properties
                    .context()
                    .add(
                            new Fault(
                                    properties.pathOf("frontendPort"),
                                    "",
                                    "stands beside frontendPortRangeStart",
                                    "write one of the two"));
            return null;
        }
        if (!range) {
            Integer port = properties.required("frontendPort", Values::anyInteger);
            return port == null ? null : new PortRange(port, port);
        }
        Integer first = properties.required("frontendPortRangeStart", Values::anyInteger);
        Integer last = properties.required("frontendPortRangeEnd", Values::anyInteger);
        return first == null || last == null ? null : new PortRange(first, last);
    }

    /// Absent: the same ports as in front.
    private static @Nullable Integer backendPort(
            PropertyReader properties, @Nullable PortRange frontend) {
        if (PropertyReader.isAbsent(properties.node("backendPort"))) {
            return frontend == null ? null : Integer.valueOf(frontend.first());
        }
        return properties.optional("backendPort", Values::anyInteger);
    }

    private static @Nullable OutboundNatRule outbound(String id, PropertyReader properties) {
        properties.optional("protocol", ALL_PROTOCOLS);
        ResourceReference pool = properties.requiredReference("backendAddressPool");
        var frontends = properties.references("frontendIPConfigurations");
        return pool == null ? null : new OutboundNatRule(id, frontends, pool);
    }

    private static String allProtocols(String text) {
        if (text.equalsIgnoreCase("All")) {
            return text;
        }
        throw new InvalidValueException(
                "must be ALL", "this version has no outbound rules for single protocols");
    }
}
