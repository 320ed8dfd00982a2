package io.hnvgateway.app.desired;

import io.hnvgateway.compartments.RoutingDomainId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a change of desired state comes to: networks that are new or other than before, and those
/// that are gone.
///
/// @param provider null: the router of the default compartment stays as it is
public record NetworkChanges(
        List<TenantNetwork> changed,
        Set<RoutingDomainId> removed,
        @Nullable ProviderChange provider) {
    public static final NetworkChanges NONE = new NetworkChanges(List.of(), Set.of());

    /// Another router of the default compartment.
    ///
    /// @param after null: none
    public record ProviderChange(@Nullable ProviderBgp after) {}

    /// Of networks alone.
    public NetworkChanges(List<TenantNetwork> changed, Set<RoutingDomainId> removed) {
        this(changed, removed, null);
    }

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

    /// The same, and the router of the default compartment becomes another one.
    NetworkChanges withProvider(@Nullable ProviderBgp before, @Nullable ProviderBgp after) {
        return Objects.equals(before, after)
                ? this
                : new NetworkChanges(changed, removed, new ProviderChange(after));
    }

    public boolean isEmpty() {
        return changed.isEmpty() && removed.isEmpty() && provider == null;
    }
}
