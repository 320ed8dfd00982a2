package io.hnvgateway.app.compile;

import io.hnvgateway.app.desired.TenantBgp;
import io.hnvgateway.bgp.rib.LocalRoute;
import io.hnvgateway.compartments.RoutingDomainId;
import java.util.List;
import java.util.Map;

/// A network that exchanges routes, as it is compiled.
///
/// @param name the resource id of its virtual network
/// @param local its own routes that are in force; see [LocalWays]
/// @param numbers of its peers among the speakers, by the peers' names
public record BgpNetwork(
        RoutingDomainId rdid,
        String name,
        TenantBgp bgp,
        List<LocalRoute> local,
        Map<String, Integer> numbers) {
    public BgpNetwork {
        local = List.copyOf(local);
        numbers = Map.copyOf(numbers);
    }
}
