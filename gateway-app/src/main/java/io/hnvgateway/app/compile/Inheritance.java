package io.hnvgateway.app.compile;

import io.hnvgateway.compartments.RoutingDomainId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// What the process before left for the first publication to go on with: whose flows may stay as
/// they were decided. Owner: whoever holds the compiler's lock.
final class Inheritance {
    private final Map<RoutingDomainId, OptionalLong> digests = new HashMap<>();
    private final OptionalLong underlay;
    private boolean open;

    /// @param kept what the registry began with
    Inheritance(List<CompartmentLedger.Kept> kept, OptionalLong underlay) {
        kept.forEach(one -> digests.put(one.rdid(), one.digest()));
        this.underlay = underlay;
        open = !kept.isEmpty();
    }

    /// Whether the first publication is still to come, and finds something.
    boolean isOpen() {
        return open;
    }

    /// Whether the flows of a routing domain were decided by this configuration.
    boolean isDecidedBy(RoutingDomainId rdid, long digest) {
        OptionalLong kept = digests.getOrDefault(rdid, OptionalLong.empty());
        return open && kept.isPresent() && kept.getAsLong() == digest;
    }

    /// Whether all flows were decided under this underlay.
    boolean hasUnderlay(long digest) {
        return underlay.isPresent() && underlay.getAsLong() == digest;
    }

    /// Routing domains that are not among the wanted ones.
    Set<RoutingDomainId> without(Set<RoutingDomainId> wanted) {
        Set<RoutingDomainId> others = new HashSet<>(digests.keySet());
        others.removeAll(wanted);
        return others;
    }

    /// The first publication went through.
    void close() {
        open = false;
        digests.clear();
    }
}
