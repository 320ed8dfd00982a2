package io.hnvgateway.provider.policy;

import java.util.List;

/// Policy that every host with VMs of these customer networks needs, in the order in which it is
/// set.
public record HostPolicy(List<PolicyRecord> records, List<PolicyRoute> routes) {
    public static final HostPolicy EMPTY = new HostPolicy(List.of(), List.of());

    public HostPolicy {
        records = List.copyOf(records);
        routes = List.copyOf(routes);
    }
}
