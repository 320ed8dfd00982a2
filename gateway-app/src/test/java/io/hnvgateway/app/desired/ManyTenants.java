package io.hnvgateway.app.desired;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Makes tenants by number, each with a subnet, a gateway subnet, a VM, NAT and a directly routed
/// host.
public final class ManyTenants {
    private ManyTenants() {}

    public static void add(ObjectNode json, int number) {
        String name = "t" + number;
        int vsid = 10_000 + 2 * number;
        ObjectNode network = resource(json, "virtualNetworks", name);
        resource(network, "subnets", "vms")
                .put("addressPrefix", "10.0.0.0/8")
                .put("virtualSubnetId", vsid);
        resource(network, "subnets", "gw")
                .put("addressPrefix", "172.16.0.0/29")
                .put("virtualSubnetId", vsid + 1);
        String host = "10.%d.%d.1".formatted(number >> 8, number & 255);
        resource(network, "lookupRecords", "vm")
                .put("customerAddress", host)
                .put("virtualSubnetId", vsid)
                .put("macAddress", "02-00-00-00-00-01")
                .put("providerAddress", "192.0.2.11");
        ObjectNode gateway = resource(json, "virtualGateways", name);
        reference(
                gateway.putArray("gatewaySubnets").addObject(),
                "/virtualNetworks/" + name + "/subnets/gw");
        gateway.putArray("gatewayAddresses").addObject().put("ipAddress", "172.16.0.1");
        gateway.putObject("directRouting").putArray("prefixes").add(host + "/32");
        resource(json, "publicIPAddresses", name).put("publicIPAllocationMethod", "Dynamic");
        ObjectNode balancer = resource(json, "loadBalancers", name);
        reference(
                resource(balancer, "frontendIPConfigurations", "fe").putObject("publicIPAddress"),
                "/publicIPAddresses/" + name);
        reference(
                resource(balancer, "backendAddressPools", "all").putObject("virtualNetwork"),
                "/virtualNetworks/" + name);
        ObjectNode outbound = resource(balancer, "outboundNatRules", "out");
        reference(
                outbound.putArray("frontendIPConfigurations").addObject(),
                "/loadBalancers/" + name + "/frontendIPConfigurations/fe");
        reference(
                outbound.putObject("backendAddressPool"),
                "/loadBalancers/" + name + "/backendAddressPools/all");
    }

    private static ObjectNode resource(ObjectNode parent, String collection, String id) {
        return parent.withArray(collection)
                .addObject()
                .put("resourceId", id)
                .putObject("properties");
    }

    private static void reference(ObjectNode node, String path) {
        node.put("resourceRef", path);
    }
}
