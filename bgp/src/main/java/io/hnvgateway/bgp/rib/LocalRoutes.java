package io.hnvgateway.bgp.rib;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The compartment's own routes, immutable; of one prefix several, that of the lowest metric.
final class LocalRoutes {
    static final LocalRoutes NONE = new LocalRoutes(List.of());

    private final Map<IpPrefix, LocalRoute> routes = new HashMap<>();
    private final int[] bits;

    LocalRoutes(Collection<LocalRoute> given) {
        TreeSet<Integer> lengths = new TreeSet<>(Comparator.reverseOrder());
        for (LocalRoute route : given) {
            routes.merge(route.prefix(), route, LocalRoutes::preferred);
            lengths.add(route.prefix().bits());
        }
        bits = lengths.stream().mapToInt(Integer::intValue).toArray();
    }

    private static LocalRoute preferred(LocalRoute one, LocalRoute other) {
        int byMetric = Long.compare(one.metric(), other.metric());
        int byLink = byMetric != 0 ? byMetric : one.link().compareTo(other.link());
        return byLink <= 0 ? one : other;
    }

    Map<IpPrefix, LocalRoute> routes() {
        return routes;
    }

    /// The longest that holds the address, if next hops may lie behind it.
    @Nullable LocalRoute resolve(IpAddress address) {
        int shortest = address.isIpv4() ? 96 : 0;
        for (int length : bits) {
            if (length < shortest) {
                return null;
            }
            LocalRoute route =
                    routes.get(IpPrefix.of(address, address.isIpv4() ? length - 96 : length));
            if (route != null) {
                return route.resolves() ? route : null;
            }
        }
        return null;
    }

    /// Whether any of them, but a default route, holds the address.
    boolean holds(IpAddress address) {
        int shortest = address.isIpv4() ? 96 : 0;
        for (int length : bits) {
            if (length > shortest
                    && routes.containsKey(
                            IpPrefix.of(address, address.isIpv4() ? length - 96 : length))) {
                return true;
            }
        }
        return false;
    }
}
