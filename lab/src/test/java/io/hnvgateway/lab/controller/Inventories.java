package io.hnvgateway.lab.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hnvgateway.lab.controller.Inventory.GatewayEntry;
import io.hnvgateway.lab.controller.Inventory.Machine;
import io.hnvgateway.lab.controller.Inventory.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// Two tenants with equal addresses at the first of two gateways.
final class Inventories {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Inventories() {}

    static Inventory two(GatewayEntry first, GatewayEntry second) {
        return new Inventory(
                List.of(first, second),
                Map.of("host1", "192.0.2.11", "host2", "192.0.2.12"),
                List.of(
                        tenant("contoso", first.name(), 5000, 10),
                        tenant("woodgrove", first.name(), 6000, 11)));
    }

    /// @param name `gw` and the last byte of its provider address
    static GatewayEntry gateway(String name) {
        String address = "192.0.2." + name.substring(2);
        return new GatewayEntry(
                name,
                "ManagementEndpoint=https://127.0.0.1:1;ProviderAddress=" + address,
                "/dev/null");
    }

    /// @param vsid of the gateway subnet; the one of its machines is the next
    /// @param external last byte of its public address
    static Tenant tenant(String name, String gateway, int vsid, int external) {
        return new Tenant(
                name,
                gateway,
                resources(name, vsid, external),
                List.of(
                        new Machine(
                                "web1",
                                name,
                                vsid + 1,
                                "10.0.0.10",
                                "02-00-00-00-%02d-10".formatted(external),
                                "host1"),
                        new Machine(
                                "web2",
                                name,
                                vsid + 1,
                                "10.0.0.11",
                                "02-00-00-00-%02d-11".formatted(external),
                                "host2")),
                null);
    }

    private static JsonNode resources(String name, int vsid, int external) {
        String text =
                """
                {"virtualNetworks": [{"resourceId": "NAME", "properties": {
                  "addressSpace": {"addressPrefixes": ["10.0.0.0/24", "10.254.254.0/29"]},
                  "routingDomainId": "c0c0c0c0-0000-4000-8000-00000000VSID",
                  "subnets": [
                    {"resourceId": "web", "properties":
                      {"addressPrefix": "10.0.0.0/24", "virtualSubnetId": MACHINES}},
                    {"resourceId": "gateway", "properties":
                      {"addressPrefix": "10.254.254.0/29", "virtualSubnetId": VSID}}]}}],
                 "virtualGateways": [{"resourceId": "NAME-gw", "properties": {
                  "gatewaySubnets": [{"resourceRef": "/virtualNetworks/NAME/subnets/gateway"}],
                  "gatewayAddresses": [{"ipAddress": "10.254.254.2",
                    "macAddress": "02-00-5E-00-LAST-02"}]}}],
                 "publicIPAddresses": [{"resourceId": "NAME-pip", "properties": {
                  "ipAddress": "203.0.113.LAST", "publicIPAllocationMethod": "Static"}}],
                 "loadBalancers": [{"resourceId": "NAME-nat", "properties": {
                  "frontendIPConfigurations": [{"resourceId": "fe", "properties":
                    {"publicIPAddress": {"resourceRef": "/publicIPAddresses/NAME-pip"}}}],
                  "backendAddressPools": [{"resourceId": "all", "properties":
                    {"virtualNetwork": {"resourceRef": "/virtualNetworks/NAME"}}}],
                  "outboundNatRules": [{"resourceId": "out", "properties": {"protocol": "ALL",
                    "frontendIPConfigurations": [{"resourceRef":
                      "/loadBalancers/NAME-nat/frontendIPConfigurations/fe"}],
                    "backendAddressPool": {"resourceRef":
                      "/loadBalancers/NAME-nat/backendAddressPools/all"}}}]}}]}
                """
                        .replace("NAME", name)
                        .replace("VSID", Integer.toString(vsid))
                        .replace("MACHINES", Integer.toString(vsid + 1))
                        .replace("LAST", Integer.toString(external));
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
