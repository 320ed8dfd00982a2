package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.BgpBfd;
import io.hnvgateway.provider.resource.BgpPeer;
import io.hnvgateway.provider.resource.BgpPrefixLimit;
import io.hnvgateway.provider.resource.BgpRedistribution;
import io.hnvgateway.provider.resource.BgpRouter;
import io.hnvgateway.provider.resource.BgpSession;

/// Writes a BGP router and its peers.
final class BgpRouterWriter {
    private BgpRouterWriter() {}

    /// @param parts of the virtual gateway
    static void router(BgpRouter router, ObjectNode properties, PartWriter parts) {
        properties.put("isEnabled", router.enabled());
        properties.put("extAsNumber", router.asNumber().dotted());
        if (router.routerId() != null) {
            properties.put("routerId", router.routerId().toString());
        }
        DesiredStateWriter.texts(properties, "routerIP", router.addresses());
        DesiredStateWriter.texts(properties, "bgpNetworks", router.networks());
        BgpRedistribution told = router.redistribution();
        properties
                .putObject("redistribution")
                .put("subnets", told.subnets())
                .put("customerRoutes", told.customerRoutes())
                .put("connectionRoutes", told.connectionRoutes());
        properties.put("maximumRoutes", router.limits().routes());
        properties.put("multipath", router.limits().multipath());
        parts.under("bgpRouters", router)
                .write(properties, "bgpPeers", router.peers(), BgpRouterWriter::peer);
    }

    private static void peer(BgpPeer peer, ObjectNode properties) {
        properties.put("peerIpAddress", peer.address().toString());
        properties.put("extAsNumber", peer.asNumber().dotted());
        DesiredStateWriter.reference(properties, "policyMapIn", peer.policyMapIn());
        DesiredStateWriter.reference(properties, "policyMapOut", peer.policyMapOut());
        session(peer.session(), properties);
        prefixLimit(peer.prefixLimit(), properties);
        properties.put("enforceFirstAs", peer.options().enforcesFirstAs());
        properties.put("allowOwnAs", peer.options().ownAsAllowed());
        properties.put("originateDefault", peer.options().originatesDefault());
    }

    static void prefixLimit(BgpPrefixLimit limit, ObjectNode properties) {
        properties.put("maximumPrefixes", limit.maximum());
        properties.put("prefixWarningPercent", limit.warningPercent());
        properties.put("prefixRestartSeconds", limit.restartSeconds());
    }

    static void session(BgpSession session, ObjectNode properties) {
        if (session.localAddress() != null) {
            properties.put("localIPAddress", session.localAddress().toString());
        }
        properties.put("holdTimeSeconds", session.holdSeconds());
        if (session.hops() != null) {
            properties.put("multihop", session.hops());
        }
        properties.put("ttlSecurity", session.ttlSecurity());
        DesiredStateWriter.texts(
                properties,
                "families",
                session.families().stream().sorted().map(family -> family.label()).toList());
        properties.put("gracefulRestartSeconds", session.gracefulRestartSeconds());
        properties.put("passive", session.passive());
        BgpBfd bfd = session.bfd();
        if (bfd != null) {
            properties
                    .putObject("bfd")
                    .put("intervalMilliseconds", bfd.intervalMs())
                    .put("multiplier", bfd.multiplier());
        }
    }
}
