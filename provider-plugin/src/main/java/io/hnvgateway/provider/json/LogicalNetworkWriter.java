package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.IpPool;
import io.hnvgateway.provider.resource.LogicalNetwork;
import io.hnvgateway.provider.resource.LogicalSubnet;

/// Writes a network of the provider.
final class LogicalNetworkWriter {
    private final PartWriter parts;

    private LogicalNetworkWriter(PartWriter parts) {
        this.parts = parts;
    }

    static void network(LogicalNetwork network, ObjectNode properties) {
        properties.put("networkVirtualizationEnabled", network.networkVirtualizationEnabled());
        LogicalNetworkWriter writer = new LogicalNetworkWriter(PartWriter.of(network));
        writer.parts.write(properties, "subnets", network.subnets(), writer::subnet);
    }

    private void subnet(LogicalSubnet subnet, ObjectNode properties) {
        properties.put("addressPrefix", subnet.addressPrefix().toString());
        properties.put("vlanID", subnet.vlanId());
        DesiredStateWriter.texts(properties, "dnsServers", subnet.dnsServers());
        DesiredStateWriter.texts(properties, "defaultGateways", subnet.defaultGateways());
        properties.put("isPublic", subnet.isPublic());
        parts.under("subnets", subnet)
                .write(properties, "ipPools", subnet.ipPools(), LogicalNetworkWriter::pool);
    }

    private static void pool(IpPool pool, ObjectNode properties) {
        properties.put("startIpAddress", pool.start().toString());
        properties.put("endIpAddress", pool.end().toString());
    }
}
