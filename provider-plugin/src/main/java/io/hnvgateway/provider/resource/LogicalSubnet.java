package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.List;

/// A subnet of the provider's.
///
/// @param vlanId 0: untagged
public record LogicalSubnet(
        String resourceId,
        IpPrefix addressPrefix,
        int vlanId,
        List<IpAddress> dnsServers,
        List<IpAddress> defaultGateways,
        boolean isPublic,
        List<IpPool> ipPools)
        implements Resource {

    public LogicalSubnet {
        dnsServers = List.copyOf(dnsServers);
        defaultGateways = List.copyOf(defaultGateways);
        ipPools = List.copyOf(ipPools);
    }
}
