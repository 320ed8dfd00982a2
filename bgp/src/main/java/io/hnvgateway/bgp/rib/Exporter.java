package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Community;
import io.hnvgateway.bgp.route.Origin;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What one peer is told of a destination (RFC 4271 §9.1.3), for the time of one difference: what
/// does not depend on the prefix is worked out once for each attributes.
final class Exporter {
    private final RouterSettings router;
    private final Peer peer;
    private final IdentityHashMap<PathAttributes, PathAttributes> prepared =
            new IdentityHashMap<>();
    private final IdentityHashMap<PathAttributes, PathAttributes> finished =
            new IdentityHashMap<>();
    private final Map<PathAttributes, PathAttributes> finishedBySet = new HashMap<>();

    Exporter(RouterSettings router, Peer peer) {
        this.router = router;
        this.peer = peer;
    }

    /// Null: nothing.
    @Nullable PathAttributes export(Destination destination) {
        IpPrefix prefix = destination.prefix();
        AddressFamily family = AddressFamily.of(prefix);
        IpAddress self = peer.settings().localAddresses().get(family);
        if (self == null || !peer.exchanges(family)) {
            return null;
        }
        if (isDefault(prefix) && peer.settings().options().originatesDefault()) {
            return finish(prepare(PathAttributes.builder(self).build(), self));
        }
        PathAttributes known = known(destination, self);
        if (known == null || keepsAway(known)) {
            return null;
        }
        PathAttributes base = prepared.computeIfAbsent(known, from -> prepare(from, self));
        PathAttributes permitted = peer.settings().policyOut().apply(prefix, base);
        if (permitted == null) {
            return null;
        }
        // what a policy sets is an object of its own each time
        return permitted.equals(base)
                ? finished.computeIfAbsent(base, this::finish)
                : finishedBySet.computeIfAbsent(permitted, this::finish);
    }

    static boolean isDefault(IpPrefix prefix) {
        return prefix.length() == 0;
    }

    /// Of what is in force; nothing goes back to whom it came from, nor from one peer of the own AS
    /// to another (RFC 4271 §9.2).
    private @Nullable PathAttributes known(Destination destination, IpAddress self) {
        LocalRoute local = destination.local;
        if (local != null) {
            return local.redistributed() ? originated(local, self) : null;
        }
        Path best = destination.best;
        if (best == null || best.peer == peer || !(best.peer.isExternal() || peer.isExternal())) {
            return null;
        }
        return Decision.attributes(best).value;
    }

    private static PathAttributes originated(LocalRoute route, IpAddress self) {
        return PathAttributes.builder(self)
                .origin(
                        switch (route.source()) {
                            case SUBNET, NETWORK -> Origin.IGP;
                            case STATIC, TUNNEL -> Origin.INCOMPLETE;
                        })
                .build();
    }

    private boolean keepsAway(PathAttributes attributes) {
        return attributes.has(Community.NO_ADVERTISE)
                || (peer.isExternal()
                        && (attributes.has(Community.NO_EXPORT)
                                || attributes.has(Community.NO_EXPORT_SUBCONFED)));
    }

    private PathAttributes prepare(PathAttributes from, IpAddress self) {
        PathAttributes.Builder to =
                from.toBuilder().nextHop(self).originator(null).clusters(List.of());
        return (peer.isExternal()
                        ? to.med(OptionalLong.empty()).localPreference(OptionalLong.empty())
                        : to.localPreference(
                                from.localPreference()
                                        .orElse(SharedAttributes.DEFAULT_LOCAL_PREFERENCE)))
                .build();
    }

    /// The own AS comes in front last, so that a policy does not see it; a path that would be too
    /// long by it is not told.
    private @Nullable PathAttributes finish(PathAttributes attributes) {
        if (!peer.isExternal()) {
            return attributes;
        }
        try {
            return attributes.toBuilder()
                    .localPreference(OptionalLong.empty())
                    .asPath(attributes.asPath().prepend(router.asn(), 1))
                    .build();
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
