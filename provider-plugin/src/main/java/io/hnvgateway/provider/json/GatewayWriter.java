package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.BgpPeer;
import io.hnvgateway.provider.resource.Gateway;
import io.hnvgateway.provider.resource.GatewayPool;
import io.hnvgateway.provider.resource.ProviderRouter;

/// Writes the gateway's own settings.
final class GatewayWriter {
    private GatewayWriter() {}

    static void gateway(Gateway gateway, ObjectNode properties) {
        ProviderRouter router = gateway.router();
        if (router != null) {
            router(router, properties.putObject("bgpConfig"));
        }
        PartWriter.of(gateway)
                .write(properties, "policyMaps", gateway.policyMaps(), PolicyMapWriter::map);
        membership(gateway.membership(), properties);
    }

    private static void membership(Gateway.Membership membership, ObjectNode properties) {
        DesiredStateWriter.reference(properties, "pool", membership.pool());
        if (membership.type() != null) {
            properties.put("type", membership.type().label());
        }
        if (membership.externalInterface() != null || membership.internalInterface() != null) {
            ObjectNode interfaces = properties.putObject("networkInterfaces");
            DesiredStateWriter.reference(
                    interfaces, "externalNetworkInterface", membership.externalInterface());
            DesiredStateWriter.reference(
                    interfaces, "internalNetworkInterface", membership.internalInterface());
        }
    }

    static void pool(GatewayPool pool, ObjectNode properties) {
        properties.put("type", pool.type().label());
        if (pool.capacityKbps() != null) {
            properties.put("gatewayCapacityKiloBitsPerSecond", pool.capacityKbps());
        }
        properties.put("redundantGatewayCount", pool.redundantGatewayCount());
        ObjectNode addresses = properties.putObject("ipConfiguration");
        DesiredStateWriter.references(addresses, "publicIPAddresses", pool.publicIPAddresses());
        DesiredStateWriter.references(addresses, "greVipSubnets", pool.greVipSubnets());
    }

    private static void router(ProviderRouter router, ObjectNode node) {
        node.put("extAsNumber", router.asNumber().dotted());
        if (router.routerId() != null) {
            node.put("routerId", router.routerId().toString());
        }
        ArrayNode peers = node.putArray("bgpPeer");
        router.peers().forEach(peer -> peer(peer, peers.addObject()));
    }

    private static void peer(BgpPeer peer, ObjectNode node) {
        node.put("peerIP", peer.address().toString());
        node.put("peerExtAsNumber", peer.asNumber().dotted());
        DesiredStateWriter.reference(node, "policyMapOut", peer.policyMapOut());
        BgpRouterWriter.session(peer.session(), node);
        BgpRouterWriter.prefixLimit(peer.prefixLimit(), node);
    }
}
