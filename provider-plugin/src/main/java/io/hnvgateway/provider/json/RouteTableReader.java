package io.hnvgateway.provider.json;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.resource.Annotations;
import io.hnvgateway.provider.resource.RouteNextHopType;
import io.hnvgateway.provider.resource.RouteTable;
import io.hnvgateway.provider.resource.TableRoute;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import io.hnvgateway.provider.value.Values;
import org.jspecify.annotations.Nullable;

/// Reads a table of routes for hosts.
final class RouteTableReader {
    private RouteTableReader() {}

    static RouteTable table(String id, PropertyReader properties) {
        properties.skip("subnets");
        return new RouteTable(
                id,
                ResourceReader.read(properties, "routes", RouteTableReader::route),
                Annotations.NONE);
    }

    private static @Nullable TableRoute route(String id, PropertyReader properties) {
        IpPrefix prefix = properties.required("addressPrefix", IpPrefix::parse);
        RouteNextHopType type =
                properties.required("nextHopType", Values.oneOf(RouteNextHopType.class));
        boolean needed = type != null && type.hasAddress();
        IpAddress nextHop =
                needed
                        ? properties.required("nextHopIpAddress", IpAddress::parse)
                        : properties.optional("nextHopIpAddress", IpAddress::parse);
        if (type != null && !needed && nextHop != null) {
            properties
                    .context()
                    .add(
                            Fault.of(
                                    properties.pathOf("nextHopIpAddress"),
                                    nextHop,
                                    "is not for nextHopType " + type.label(),
                                    "leave it out, or use VirtualAppliance"));
        }
        return prefix == null || type == null || (needed && nextHop == null)
                ? null
                : new TableRoute(id, prefix, type, needed ? nextHop : null);
    }
}
