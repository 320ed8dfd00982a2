package io.hnvgateway.provider.resource;

import java.util.List;

/// What becomes of routes to or from a peer (`virtualGateways/…/policyMaps`): the first policy that
/// fits decides.
///
/// @param permitsRest what becomes of a route that none decides
public record PolicyMap(String resourceId, List<RoutePolicy> policies, boolean permitsRest)
        implements Resource {

    public PolicyMap {
        policies = List.copyOf(policies);
    }
}
