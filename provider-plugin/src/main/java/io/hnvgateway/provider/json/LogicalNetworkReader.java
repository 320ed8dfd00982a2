package io.hnvgateway.provider.json;

import io.hnvgateway.provider.resource.Annotations;
import io.hnvgateway.provider.resource.IpPool;
import io.hnvgateway.provider.resource.LogicalNetwork;
import io.hnvgateway.provider.resource.LogicalSubnet;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import io.hnvgateway.provider.value.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a network of the provider.
final class LogicalNetworkReader {
    private LogicalNetworkReader() {}

    static LogicalNetwork network(String id, PropertyReader properties) {
        properties.skip("virtualNetworks");
        return new LogicalNetwork(
                id,
                properties.optional("networkVirtualizationEnabled", Values::bool, false),
                ResourceReader.read(properties, "subnets", LogicalNetworkReader::subnet),
                Annotations.NONE);
    }

    private static @Nullable LogicalSubnet subnet(String id, PropertyReader properties) {
        properties.skip("networkInterfaces", "gatewayPools", "networkConnections", "usage");
        IpPrefix prefix = properties.required("addressPrefix", IpPrefix::parse);
        int vlan = properties.optional("vlanID", Values.integer(0, 4094), 0);
        List<IpAddress> dnsServers = properties.values("dnsServers", IpAddress::parse);
        List<IpAddress> gateways = properties.values("defaultGateways", IpAddress::parse);
        boolean isPublic = properties.optional("isPublic", Values::bool, false);
        List<IpPool> pools = ResourceReader.read(properties, "ipPools", LogicalNetworkReader::pool);
        return prefix == null
                ? null
                : new LogicalSubnet(id, prefix, vlan, dnsServers, gateways, isPublic, pools);
    }

    private static @Nullable IpPool pool(String id, PropertyReader properties) {
        properties.skip("usage");
        IpAddress start = properties.required("startIpAddress", IpAddress::parse);
        IpAddress end = properties.required("endIpAddress", IpAddress::parse);
        return start == null || end == null ? null : new IpPool(id, start, end);
    }
}
