package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.CustomerRoute;
import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.VirtualNetwork;

/// Writes a virtual network and its children.
final class VirtualNetworkWriter {
    private VirtualNetworkWriter() {}

    static void network(VirtualNetwork network, ObjectNode properties) {
        PartWriter parts = PartWriter.of(network);
        if (network.routingDomainId() != null) {
            properties.put("routingDomainId", "{" + network.routingDomainId() + "}");
        }
        DesiredStateWriter.reference(properties, "logicalNetwork", network.logicalNetwork());
        ObjectNode space = properties.putObject("addressSpace");
        DesiredStateWriter.texts(space, "addressPrefixes", network.addressPrefixes());
        parts.write(properties, "subnets", network.subnets(), VirtualNetworkWriter::subnet);
        parts.write(
                properties,
                "lookupRecords",
                network.lookupRecords(),
                VirtualNetworkWriter::lookupRecord);
        parts.write(
                properties,
                "customerRoutes",
                network.customerRoutes(),
                VirtualNetworkWriter::customerRoute);
    }

    private static void subnet(Subnet subnet, ObjectNode properties) {
        if (subnet.addressPrefixes().size() == 1) {
            properties.put("addressPrefix", subnet.addressPrefixes().getFirst().toString());
        } else {
            DesiredStateWriter.texts(properties, "addressPrefixes", subnet.addressPrefixes());
        }
        if (subnet.virtualSubnetId() != null) {
            properties.put("virtualSubnetId", subnet.virtualSubnetId());
        }
        DesiredStateWriter.reference(properties, "routeTable", subnet.routeTable());
    }

    private static void lookupRecord(LookupRecord lookup, ObjectNode properties) {
        if (lookup.customerAddress() != null) {
            properties.put("customerAddress", lookup.customerAddress().toString());
        }
        properties.put("virtualSubnetId", lookup.virtualSubnetId());
        properties.put("macAddress", lookup.macAddress().toString());
        properties.put("providerAddress", lookup.providerAddress().toString());
        properties.put("rule", lookup.rule().label());
        properties.put("type", lookup.type().label());
    }

    private static void customerRoute(CustomerRoute route, ObjectNode properties) {
        properties.put("destinationPrefix", route.destinationPrefix().toString());
        properties.put("nextHop", route.nextHop().toString());
        properties.put("virtualSubnetId", route.virtualSubnetId());
        properties.put("metric", route.metric());
    }
}
