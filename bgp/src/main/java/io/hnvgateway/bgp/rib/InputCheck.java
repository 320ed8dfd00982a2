package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a route must be before a policy sees it (RFC 4271 §6.3 and §9.1.2, RFC 7606 §7). Attributes
/// are judged once for all the prefixes that have them.
final class InputCheck {
    private static final IpPrefix[] NO_UNICAST = {
        IpPrefix.parse("0.0.0.0/8"),
        IpPrefix.parse("127.0.0.0/8"),
        IpPrefix.parse("169.254.0.0/16"),
        IpPrefix.parse("224.0.0.0/4"),
        IpPrefix.parse("240.0.0.0/4"),
        IpPrefix.parse("::/127"),
        IpPrefix.parse("fe80::/10"),
        IpPrefix.parse("ff00::/8"),
    };

    private final RouterSettings router;

    InputCheck(RouterSettings router) {
        this.router = router;
    }

    /// Without what only the own AS may say (RFC 7606 §7.5, §7.9, §7.10).
    static PathAttributes normalized(Peer peer, PathAttributes received) {
        boolean inward =
                received.localPreference().isPresent()
                        || received.originator() != null
                        || !received.clusters().isEmpty();
        return peer.isExternal() && inward
                ? received.toBuilder()
                        .localPreference(OptionalLong.empty())
                        .originator(null)
                        .clusters(List.of())
                        .build()
                : received;
    }

    @Nullable Refusal refuses(Peer peer, PathAttributes attributes) {
        if (peer.settings().options().onlyTold()) {
            return Refusal.ONLY_TOLD;
        }
        Refusal byPath = refusesPath(peer, attributes);
        if (byPath != null) {
            return byPath;
        }
        int communities = attributes.communities().size() + attributes.largeCommunities().size();
        if (communities > router.limits().communities()) {
            return Refusal.TOO_MANY_COMMUNITIES;
        }
        boolean ownCluster = attributes.clusters().contains(router.routerId());
        if (ownCluster || router.routerId().equals(attributes.originator())) {
            return Refusal.REFLECTED;
        }
        return refusesNextHop(attributes.nextHop());
    }

    private @Nullable Refusal refusesPath(Peer peer, PathAttributes attributes) {
        if (attributes.asPath().size() > router.limits().asPathNumbers()) {
            return Refusal.PATH_TOO_LONG;
        }
        if (attributes.asPath().hasConfederation()) {
            return Refusal.CONFEDERATION;
        }
        if (attributes.asPath().count(router.asn()) > peer.settings().options().ownAsAllowed()) {
            return Refusal.OWN_AS;
        }
        boolean first =
                attributes.asPath().firstOrZero() == peer.settings().asn().value()
                        || !peer.settings().options().enforcesFirstAs();
        boolean empty = attributes.asPath().isEmpty();
        return peer.isExternal() && (empty || !first) ? Refusal.FIRST_AS : null;
    }

    @Nullable Refusal refusesNextHop(IpAddress nextHop) {
        if (isOutside(IpPrefix.host(nextHop))) {
            return Refusal.NEXT_HOP;
        }
        return router.ownAddresses().contains(nextHop) ? Refusal.OWN_NEXT_HOP : null;
    }

    @Nullable Refusal refuses(IpPrefix prefix, PathAttributes attributes) {
        if (prefix.isIpv4() != attributes.nextHop().isIpv4()) {
            return Refusal.NEXT_HOP;
        }
        if (isOutside(prefix)) {
            return Refusal.PREFIX;
        }
        boolean own = prefix.bits() == 128 && router.ownAddresses().contains(prefix.address());
        return own ? Refusal.OWN_PREFIX : null;
    }

    private static boolean isOutside(IpPrefix prefix) {
        for (IpPrefix outside : NO_UNICAST) {
            if (outside.isIpv4() == prefix.isIpv4()
                    && prefix.bits() >= outside.bits()
                    && outside.contains(prefix.address())) {
                return true;
            }
        }
        return false;
    }
}
