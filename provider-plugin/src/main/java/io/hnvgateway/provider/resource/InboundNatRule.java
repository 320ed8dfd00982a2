package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;
import java.util.List;

/// Packets to a public port go to a VM's port. Of a range of frontend ports, the first goes to
/// `backendPort`, the second to the port behind it, and so on.
public record InboundNatRule(
        String resourceId,
        TransportProtocol protocol,
        PortRange frontendPorts,
        int backendPort,
        IpAddress backendAddress,
        List<ResourceReference> frontendIPConfigurations)
        implements Resource {

    public InboundNatRule {
        frontendIPConfigurations = List.copyOf(frontendIPConfigurations);
    }

    public PortRange backendPorts() {
        return new PortRange(
                backendPort, backendPort + frontendPorts.last() - frontendPorts.first());
    }
}
