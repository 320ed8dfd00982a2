package io.hnvgateway.benchmarks.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.benchmarks.traffic.Tenant;

/// Desired state of many customer networks: ten VMs on ten of two hundred hosts, NAT with a public
/// address, a gateway subnet. Number 0 is the tenant whose packets pass.
public final class ConfigDocument {
    public static final int RECORDS = 10;
    public static final int HOSTS = 200;
    private static final int FIRST_HOST = 11;
    private static final int FIRST_VSID = 5000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConfigDocument() {}

    public static ObjectNode of(int networks) {
        ObjectNode all = JSON.createObjectNode();
        for (int i = 0; i < networks; i++) {
            add(all, i);
        }
        return all;
    }

    static ObjectNode add(ObjectNode all, int number) {
        all.withArray("virtualNetworks").add(network(number, 0));
        all.withArray("virtualGateways").add(gateway(number));
        all.withArray("publicIPAddresses").add(address(number));
        all.withArray("loadBalancers").add(balancer(number, 0));
        return all;
    }

    public static String name(int number) {
        return "t" + number;
    }

    public static String host(int index) {
        return "192.0.2." + (FIRST_HOST + index % HOSTS);
    }

    /// @param moved how many hosts further the first VM is than at first
    static ObjectNode network(int number, int moved) {
        int vsid = FIRST_VSID + 2 * number;
        ObjectNode network = JSON.createObjectNode().put("resourceId", name(number));
        ObjectNode properties = network.putObject("properties");
        properties.put("routingDomainId", "{beefbeef-0000-4000-8000-%012x}".formatted(number + 1));
        ArrayNode subnets = properties.putArray("subnets");
        subnet(subnets, "vms", "10.0.0.0/24", vsid + 1);
        subnet(subnets, "gateway", "10.254.254.0/29", vsid);
        ArrayNode records = properties.putArray("lookupRecords");
        for (int i = 0; i < RECORDS; i++) {
            ObjectNode lookup = resource(records, "vm" + i);
            lookup.put("customerAddress", "10.0.0." + (10 + i)).put("virtualSubnetId", vsid + 1);
            lookup.put("macAddress", "02-00-00-00-01-%02x".formatted(0x10 + i));
            lookup.put("providerAddress", host(number + 7 * i + (i == 0 ? moved : 0)));
        }
        resource(properties.putArray("customerRoutes"), "default")
                .put("destinationPrefix", "0.0.0.0/0")
                .put("nextHop", Tenant.GATEWAY_ADDRESS)
                .put("virtualSubnetId", vsid)
                .put("metric", 1);
        return network;
    }

    private static void subnet(ArrayNode subnets, String id, String prefix, int vsid) {
        resource(subnets, id).put("addressPrefix", prefix).put("virtualSubnetId", vsid);
    }

    public static ObjectNode gateway(int number) {
        ObjectNode gateway = JSON.createObjectNode().put("resourceId", name(number));
        ObjectNode properties = gateway.putObject("properties");
        reference(
                properties.putArray("gatewaySubnets").addObject(),
                "/virtualNetworks/" + name(number) + "/subnets/gateway");
        properties
                .putArray("gatewayAddresses")
                .addObject()
                .put("ipAddress", Tenant.GATEWAY_ADDRESS)
                .put("macAddress", Tenant.GATEWAY_MAC.replace(':', '-'));
        return gateway;
    }

    private static ObjectNode address(int number) {
        ObjectNode resource = JSON.createObjectNode().put("resourceId", name(number));
        resource.putObject("properties")
                .put("publicIPAllocationMethod", "Static")
                .put("ipAddress", new Tenant(number).publicAddress());
        return resource;
    }

    /// @param inboundPort of a rule to the first VM; 0: none
    static ObjectNode balancer(int number, int inboundPort) {
        String self = "/loadBalancers/" + name(number);
        ObjectNode balancer = JSON.createObjectNode().put("resourceId", name(number));
        ObjectNode properties = balancer.putObject("properties");
        reference(
                resource(properties.putArray("frontendIPConfigurations"), "fe")
                        .putObject("publicIPAddress"),
                "/publicIPAddresses/" + name(number));
        reference(
                resource(properties.putArray("backendAddressPools"), "all")
                        .putObject("virtualNetwork"),
                "/virtualNetworks/" + name(number));
        ObjectNode outbound = resource(properties.putArray("outboundNatRules"), "out");
        reference(
                outbound.putArray("frontendIPConfigurations").addObject(),
                self + "/frontendIPConfigurations/fe");
        reference(outbound.putObject("backendAddressPool"), self + "/backendAddressPools/all");
        if (inboundPort != 0) {
            ObjectNode inbound = resource(properties.putArray("inboundNatRules"), "in");
            reference(
                    inbound.putArray("frontendIPConfigurations").addObject(),
                    self + "/frontendIPConfigurations/fe");
            inbound.put("protocol", "TCP").put("frontendPort", inboundPort);
            inbound.put("backendPort", 80).put("backendAddress", "10.0.0.10");
        }
        return balancer;
    }

    private static ObjectNode resource(ArrayNode list, String id) {
        return list.addObject().put("resourceId", id).putObject("properties");
    }

    private static void reference(ObjectNode node, String path) {
        node.put("resourceRef", path);
    }
}
