package io.hnvgateway.app.desired;

import io.hnvgateway.compartments.RoutingDomainId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a change of desired state comes to: networks that are new or other than before, and those
/// that are gone.
public record NetworkChanges(List<TenantNetwork> changed, Set<RoutingDomainId> removed) {
    public static final NetworkChanges NONE = new NetworkChanges(List.of(), Set.of());

    public NetworkChanges {
        changed = List.copyOf(changed);
        removed = Set.copyOf(removed);
    }

    /// From one set of networks to another, both by routing domain.
    static NetworkChanges between(
            Map<RoutingDomainId, TenantNetwork> before, Map<RoutingDomainId, TenantNetwork> after) {
        List<TenantNetwork> changed = new ArrayList<>();
        after.forEach((rdid, network) -> {
            if (!network.equals(before.get(rdid))) {
                changed.add(network);
            }
        });
        Set<RoutingDomainId> removed = new HashSet<>(before.keySet());
        removed.removeAll(after.keySet());
        return new NetworkChanges(changed, removed);
    }

    public boolean isEmpty() {
        return changed.isEmpty() && removed.isEmpty();
    }
}
