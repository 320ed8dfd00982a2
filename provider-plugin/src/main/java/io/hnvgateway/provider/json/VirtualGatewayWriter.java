package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.BackEndSettings;
import io.hnvgateway.provider.resource.GatewayAddress;
import io.hnvgateway.provider.resource.NatSettings;
import io.hnvgateway.provider.resource.NetworkConnection;
import io.hnvgateway.provider.resource.OneToOneRule;
import io.hnvgateway.provider.resource.VirtualGateway;
import org.jspecify.annotations.Nullable;

/// Writes a virtual gateway and its settings.
final class VirtualGatewayWriter {
    private VirtualGatewayWriter() {}

    /// @param seal secrets are written as it makes them; null: not at all
    static void gateway(VirtualGateway gateway, ObjectNode properties, @Nullable SecretSeal seal) {
        PartWriter parts = PartWriter.of(gateway);
        DesiredStateWriter.references(properties, "gatewayPools", gateway.gatewayPools());
        DesiredStateWriter.references(properties, "gatewaySubnets", gateway.gatewaySubnets());
        ArrayNode addresses = properties.putArray("gatewayAddresses");
        gateway.gatewayAddresses()
                .forEach(address -> gatewayAddress(address, addresses.addObject()));
        properties.put("routingType", gateway.bgpRouters().isEmpty() ? "Static" : "Dynamic");
        DesiredStateWriter.texts(
                properties.putObject("directRouting"), "prefixes", gateway.directRoutingPrefixes());
        ArrayNode translations = properties.putArray("prefixTranslations");
        gateway.prefixTranslations()
                .forEach(pair ->
                        translations
                                .addObject()
                                .put("insidePrefix", pair.insidePrefix().toString())
                                .put("outsidePrefix", pair.outsidePrefix().toString()));
        nat(gateway.nat(), properties.putObject("nat"));
        backEnd(gateway.backEnd(), properties.putObject("backEnd"));
        parts.write(
                properties,
                "networkConnections",
                gateway.networkConnections(),
                (connection, node) -> connection(gateway, connection, node, seal));
        parts.write(
                properties,
                "bgpRouters",
                gateway.bgpRouters(),
                (router, node) -> BgpRouterWriter.router(router, node, parts));
        parts.write(properties, "policyMaps", gateway.policyMaps(), PolicyMapWriter::map);
    }

    private static void connection(
            VirtualGateway gateway,
            NetworkConnection connection,
            ObjectNode node,
            @Nullable SecretSeal seal) {
        String place =
                "virtualGateways["
                        + gateway.resourceId()
                        + "].networkConnections["
                        + connection.resourceId()
                        + "]";
        new NetworkConnectionWriter(seal, place).connection(connection, node);
    }

    private static void gatewayAddress(GatewayAddress address, ObjectNode node) {
        node.put("ipAddress", address.ipAddress().toString());
        if (address.macAddress() != null) {
            node.put("macAddress", address.macAddress().toString());
        }
    }

    private static void nat(NatSettings nat, ObjectNode node) {
        node.put("filtering", nat.filtering().label());
        node.put("udpIdleSeconds", nat.timers().udpIdleSeconds());
        node.put("tcpEstablishedSeconds", nat.timers().tcpEstablishedSeconds());
        node.put("tcpTransitorySeconds", nat.timers().tcpTransitorySeconds());
        node.put("icmpSeconds", nat.timers().icmpSeconds());
        if (nat.quota().maxPorts() != null) {
            node.put("maxPorts", nat.quota().maxPorts());
        }
        if (nat.quota().maxSessions() != null) {
            node.put("maxSessions", nat.quota().maxSessions());
        }
        ArrayNode rules = node.putArray("oneToOneRules");
        nat.oneToOneRules().forEach(rule -> oneToOneRule(rule, rules.addObject()));
    }

    private static void oneToOneRule(OneToOneRule rule, ObjectNode node) {
        DesiredStateWriter.reference(node, "publicIPAddress", rule.publicIPAddress());
        node.put("customerAddress", rule.customerAddress().toString());
    }

    private static void backEnd(BackEndSettings backEnd, ObjectNode node) {
        node.put("sourceCheck", backEnd.sourceCheck().label());
        if (backEnd.mtuBytes() != null) {
            node.put("mtu", backEnd.mtuBytes());
        }
        node.put("outerDontFragment", backEnd.outerDontFragment());
        node.put("learnedAddressLimit", backEnd.learning().maxAddresses());
        node.put("learnedAddressAgeingSeconds", backEnd.learning().ageingSeconds());
        node.put("acceptRedirects", backEnd.hostControl().acceptRedirects());
        node.put("sendUnreachable", backEnd.hostControl().sendUnreachable());
    }
}
