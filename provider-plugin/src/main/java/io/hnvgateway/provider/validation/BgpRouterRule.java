package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.BgpAddresses;
import io.hnvgateway.provider.resource.BgpFamily;
import io.hnvgateway.provider.resource.BgpPeer;
import io.hnvgateway.provider.resource.BgpRouter;
import io.hnvgateway.provider.resource.BgpSession;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A network has one BGP router, which speaks from the gateway's own addresses; each of its peers
/// is another one and can be met.
final class BgpRouterRule implements Rule {
    private static final int MOST_PEERS = 64;
    private static final int MOST_NETWORKS = 1000;

    @Override
    public void check(Context context) {
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            List<BgpRouter> routers = gateway.bgpRouters();
            for (BgpRouter router : routers) {
                new OneRouter(context, gateway, router).check();
            }
            if (routers.size() > 1) {
                context.fault(
                        path(gateway, routers.get(1)),
                        "",
                        "is a second router beside " + routers.getFirst().resourceId(),
                        "a network has one BGP router; give it all the peers");
            }
        }
    }

    private static String path(VirtualGateway gateway, BgpRouter router) {
        return VirtualGatewayRule.path(gateway) + ".bgpRouters[" + router.resourceId() + "]";
    }

    private static final class OneRouter {
        private final Context context;
        private final VirtualGateway gateway;
        private final BgpRouter router;
        private final BgpAddresses addresses;
        private final List<IpAddress> own;
        private final String path;
        private final Once<IpAddress> peers = new Once<>();
        private final Set<ResourceReference> maps = new HashSet<>();

        OneRouter(Context context, VirtualGateway gateway, BgpRouter router) {
            this.context = context;
            this.gateway = gateway;
            this.router = router;
            addresses = new BgpAddresses(context.index(), gateway);
            own = addresses.own();
            path = path(gateway, router);
            gateway.policyMaps().forEach(map -> maps.add(gateway.reference(map)));
        }

        void check() {
            if (addresses.routerId(router) == null) {
                context.missing(
                        path + ".routerId",
                        "the gateway has no IPv4 address that could stand for it");
            }
            for (int i = 0; i < router.addresses().size(); i++) {
                checkOwn(path + ".routerIP[" + i + "]", router.addresses().get(i));
            }
            checkNetworks();
            if (router.peers().size() > MOST_PEERS) {
                context.fault(
                        path + ".bgpPeers",
                        router.peers().size(),
                        "must be at most " + MOST_PEERS + " peers");
            }
            router.peers().forEach(this::checkPeer);
        }

        private void checkOwn(String at, IpAddress address) {
            if (!own.contains(address)) {
                context.fault(
                        at,
                        address,
                        "is no address of the gateway in this network",
                        "one of gatewayAddresses, or of ipAddresses of an L3 connection");
            }
        }

        private void checkNetworks() {
            Once<IpPrefix> seen = new Once<>();
            if (router.networks().size() > MOST_NETWORKS) {
                context.fault(
                        path + ".bgpNetworks",
                        router.networks().size(),
                        "must be at most " + MOST_NETWORKS + " prefixes");
            }
            for (int i = 0; i < router.networks().size(); i++) {
                IpPrefix prefix = router.networks().get(i);
                String at = path + ".bgpNetworks[" + i + "]";
                if (seen.firstUse(prefix, at) != null) {
                    context.fault(at, prefix, "stands twice");
                } else if (prefix.length() > 0 && !prefix.isUnicast()) {
                    context.fault(at, prefix, "must hold unicast addresses only");
                }
            }
        }

        private void checkPeer(BgpPeer peer) {
            String at = path + ".bgpPeers[" + peer.resourceId() + "]";
            IpAddress address = peer.address();
            String first = peers.firstUse(address, at);
            if (!address.isUnicast()) {
                context.fault(
                        at + ".peerIpAddress",
                        address,
                        "must be a unicast address",
                        "and not one that is of one link alone");
            } else if (own.contains(address)) {
                context.fault(
                        at + ".peerIpAddress",
                        address,
                        "is the gateway's own",
                        "the peer is another router");
            } else if (first != null) {
                context.fault(at + ".peerIpAddress", address, "is that of " + first);
            }
            checkLocal(at, peer);
            checkSession(at, peer);
            checkMap(at + ".policyMapIn", peer.policyMapIn());
            checkMap(at + ".policyMapOut", peer.policyMapOut());
        }

        private void checkLocal(String at, BgpPeer peer) {
            IpAddress named = peer.session().localAddress();
            if (named != null) {
                checkOwn(at + ".localIPAddress", named);
                if (named.isIpv4() != peer.address().isIpv4()) {
                    context.fault(
                            at + ".localIPAddress",
                            named,
                            "must be of the family of peerIpAddress " + peer.address());
                }
            } else if (addresses.local(router, peer) == null) {
                context.fault(
                        at + ".peerIpAddress",
                        peer.address(),
                        "has no address of the gateway to meet it",
                        "add one of its family to gatewayAddresses");
            }
        }

        private void checkSession(String at, BgpPeer peer) {
            BgpSession session = peer.session();
            if (session.ttlSecurity() && session.hops() != null) {
                context.fault(
                        at + ".multihop",
                        session.hops(),
                        "stands beside ttlSecurity",
                        "TTL security is for a peer on the same link");
            }
            for (BgpFamily family : session.families()) {
                if (addresses.nextHop(router, peer, family) == null) {
                    context.fault(
                            at + ".families",
                            family.label(),
                            "has no address of the gateway that could be the next hop",
                            "add one of that family to gatewayAddresses");
                }
            }
        }

        private void checkMap(String at, @Nullable ResourceReference reference) {
            if (reference == null || maps.contains(reference)) {
                return;
            }
            List<String> parts = reference.parts();
            boolean here =
                    parts.size() == 4
                            && parts.getFirst().equalsIgnoreCase("virtualGateways")
                            && parts.get(1).equalsIgnoreCase(gateway.resourceId())
                            && parts.get(2).equalsIgnoreCase("policyMaps");
            if (here) {
                context.dangling(at, reference);
            } else {
                context.fault(
                        at,
                        reference,
                        "is no policy map of this virtual gateway",
                        "as in /virtualGateways/" + gateway.resourceId() + "/policyMaps/in");
            }
        }
    }
}
