package io.hnvgateway.app.desired;

import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.provider.resource.DesiredState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Which networks a change of some resources concerns.
final class AffectedNetworks {
    private AffectedNetworks() {}

    /// @param scope what the change comes to, of the tenants that it touches
    /// @param inEffect all networks before it
    static NetworkChanges of(
            Edit edit, DesiredState scope, Map<RoutingDomainId, TenantNetwork> inEffect) {
        Map<RoutingDomainId, TenantNetwork> before = new LinkedHashMap<>();
        Map<RoutingDomainId, TenantNetwork> after = byDomain(TenantResolver.resolve(scope));
        before(edit, inEffect).forEach(network -> before.put(network.rdid(), network));
        after.keySet().stream()
                .filter(inEffect::containsKey)
                .forEach(rdid -> before.put(rdid, inEffect.get(rdid)));
        return NetworkChanges.between(before, after);
    }

    /// The networks of the edit's tenants as they are.
    static Stream<TenantNetwork> before(Edit edit, Map<RoutingDomainId, TenantNetwork> inEffect) {
        return edit.networksBefore()
                .map(network -> network.routingDomainId())
                .map(id -> inEffect.get(new RoutingDomainId(id)));
    }

    static Map<RoutingDomainId, TenantNetwork> byDomain(List<TenantNetwork> list) {
        Map<RoutingDomainId, TenantNetwork> byDomain = new LinkedHashMap<>();
        list.forEach(network -> byDomain.put(network.rdid(), network));
        return byDomain;
    }
}
