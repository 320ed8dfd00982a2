package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.RouterId;
import io.hnvgateway.packet.IpAddress;
import java.util.Set;

/// A compartment's router.
///
/// @param ownAddresses the gateway's addresses in the compartment
/// @param multipath next hops of one prefix that serve at once, at least 1
public record RouterSettings(
        Asn asn,
        RouterId routerId,
        Set<IpAddress> ownAddresses,
        int multipath,
        RouteLimits limits) {
    public static final int MOST_MULTIPATH = 32;

    public RouterSettings {
        ownAddresses = Set.copyOf(ownAddresses);
        if (multipath < 1 || multipath > MOST_MULTIPATH) {
            throw new IllegalArgumentException(
                    multipath + " next hops at once: must be 1.." + MOST_MULTIPATH);
        }
    }
}
