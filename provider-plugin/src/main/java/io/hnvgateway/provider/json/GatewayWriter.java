package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.BgpPeer;
import io.hnvgateway.provider.resource.Gateway;
import io.hnvgateway.provider.resource.ProviderRouter;

/// Writes the gateway's own settings.
final class GatewayWriter {
    private GatewayWriter() {}

    static void gateway(Gateway gateway, ObjectNode properties) {
        ProviderRouter router = gateway.router();
        if (router != null) {
            router(router, properties.putObject("bgpConfig"));
        }
        DesiredStateWriter.resources(
                properties, "policyMaps", gateway.policyMaps(), PolicyMapWriter::map);
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
        BgpRouterWriter.reference(node, "policyMapOut", peer.policyMapOut());
        BgpRouterWriter.session(peer.session(), node);
        BgpRouterWriter.prefixLimit(peer.prefixLimit(), node);
    }
}
