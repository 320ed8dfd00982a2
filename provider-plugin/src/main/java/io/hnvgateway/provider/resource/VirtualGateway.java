package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Ip4Prefix;
import java.util.List;

/// The gateway of one customer network: that of its gateway subnets. One gateway address in each of
/// them.
public record VirtualGateway(
        String resourceId,
        List<ResourceReference> gatewaySubnets,
        List<GatewayAddress> gatewayAddresses,
        List<Ip4Prefix> directRoutingPrefixes,
        NatSettings nat,
        BackEndSettings backEnd)
        implements Resource {

    public VirtualGateway {
        gatewaySubnets = List.copyOf(gatewaySubnets);
        gatewayAddresses = List.copyOf(gatewayAddresses);
        directRoutingPrefixes = List.copyOf(directRoutingPrefixes);
    }
}
