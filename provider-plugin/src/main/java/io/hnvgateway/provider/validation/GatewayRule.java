package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.BgpFamily;
import io.hnvgateway.provider.resource.BgpPeer;
import io.hnvgateway.provider.resource.BgpSession;
import io.hnvgateway.provider.resource.Gateway;
import io.hnvgateway.provider.resource.ProviderRouter;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.validation.HostFacts.FrontEndAddress;
import io.hnvgateway.provider.value.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// There is one gateway; each router of the provider that it speaks with is its neighbour on the
/// front end.
final class GatewayRule implements Rule {
    private static final int MOST_PEERS = 16;

    @Override
    public void check(Context context) {
        List<Gateway> gateways = context.state().gateways();
        for (Gateway gateway : gateways) {
            ProviderRouter router = gateway.router();
            if (router != null) {
                new OneRouter(context, gateway, router).check();
            }
        }
        if (gateways.size() > 1) {
            context.fault(
                    path(gateways.get(1)),
                    "",
                    "is a second gateway beside " + gateways.getFirst().resourceId(),
                    "the resource is this gateway itself");
        }
    }

    static String path(Gateway gateway) {
        return "gateways[" + gateway.resourceId() + "]";
    }

    private static final class OneRouter {
        private final Context context;
        private final Gateway gateway;
        private final ProviderRouter router;
        private final String path;
        private final @Nullable List<FrontEndAddress> own;
        private final Once<IpAddress> peers = new Once<>();
        private final Set<ResourceReference> maps = new HashSet<>();

        OneRouter(Context context, Gateway gateway, ProviderRouter router) {
            this.context = context;
            this.gateway = gateway;
            this.router = router;
            path = path(gateway) + ".bgpConfig";
            own = context.frontEndAddresses();
            gateway.policyMaps().forEach(map -> maps.add(gateway.reference(map)));
        }

        void check() {
            if (router.routerId() == null
                    && own != null
                    && own.stream().noneMatch(a -> a.address().isIpv4())) {
                context.missing(
                        path + ".routerId",
                        "the front end has no IPv4 address that could stand for it");
            }
            if (router.peers().size() > MOST_PEERS) {
                context.fault(
                        path + ".bgpPeer",
                        router.peers().size(),
                        "must be at most " + MOST_PEERS + " peers");
            }
            for (int i = 0; i < router.peers().size(); i++) {
                checkPeer(path + ".bgpPeer[" + i + "]", router.peers().get(i));
            }
        }

        private void checkPeer(String at, BgpPeer peer) {
            IpAddress address = peer.address();
            String first = peers.firstUse(address, at);
            if (!address.isUnicast()) {
                context.fault(
                        at + ".peerIP",
                        address,
                        "must be a unicast address",
                        "and not one that is of one link alone");
            } else if (first != null) {
                context.fault(at + ".peerIP", address, "is that of " + first);
            } else if (own != null) {
                checkPlace(at, peer, own);
            }
            if (peer.session().hops() != null) {
                context.fault(
                        at + ".multihop",
                        peer.session().hops(),
                        "is not for the provider's routers",
                        "beyond a router, its address could be anybody's");
            }
            if (peer.session().bfd() != null) {
                context.fault(
                        at + ".bfd",
                        "",
                        "is not for the provider's routers",
                        "leave it out; the hold time says when one is gone");
            }
            checkMap(at + ".policyMapOut", peer.policyMapOut());
        }

        private void checkPlace(String at, BgpPeer peer, List<FrontEndAddress> all) {
            IpAddress address = peer.address();
            List<FrontEndAddress> near =
                    all.stream().filter(a -> a.network().contains(address)).toList();
            if (all.stream().anyMatch(a -> a.address().equals(address))) {
                context.fault(
                        at + ".peerIP",
                        address,
                        "is the gateway's own",
                        "the peer is another router");
            } else if (near.isEmpty()) {
                context.fault(
                        at + ".peerIP",
                        address,
                        "is on no network of the front end",
                        "beyond a router, its address could be anybody's; networks are "
                                + all.stream()
                                        .map(a -> a.network().toString())
                                        .distinct()
                                        .collect(Collectors.joining(", ")));
            } else {
                checkSession(at, peer.session(), near, all);
            }
        }

        private void checkSession(
                String at,
                BgpSession session,
                List<FrontEndAddress> near,
                List<FrontEndAddress> all) {
            IpAddress named = session.localAddress();
            if (named != null && near.stream().noneMatch(a -> a.address().equals(named))) {
                context.fault(
                        at + ".localIPAddress",
                        named,
                        "is no address of the gateway on the peer's network",
                        "as " + near.getFirst().address());
            }
            for (BgpFamily family : session.families()) {
                boolean ipv4 = family == BgpFamily.IPV4;
                if (all.stream().noneMatch(a -> a.address().isIpv4() == ipv4)) {
                    context.fault(
                            at + ".families",
                            family.label(),
                            "has no address of the front end that could be the next hop");
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
                            && parts.getFirst().equalsIgnoreCase("gateways")
                            && parts.get(1).equalsIgnoreCase(gateway.resourceId())
                            && parts.get(2).equalsIgnoreCase("policyMaps");
            if (here) {
                context.dangling(at, reference);
            } else {
                context.fault(
                        at,
                        reference,
                        "is no policy map of this gateway",
                        "as in /gateways/" + gateway.resourceId() + "/policyMaps/out");
            }
        }
    }
}
