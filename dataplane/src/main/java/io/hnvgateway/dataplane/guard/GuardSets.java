package io.hnvgateway.dataplane.guard;

import io.hnvgateway.dataplane.steering.SteeringPolicy;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The part of a policy that the guard enforces, as nftables set elements.
record GuardSets(
        Set<String> providerAddresses, Set<String> hostAddresses, Set<String> publicPrefixes) {
    static GuardSets of(SteeringPolicy policy) {
        return new GuardSets(
                texts(policy.providerAddresses()),
                policy.hostAddresses().stream()
                        .filter(Inet4Address.class::isInstance)
                        .map(InetAddress::getHostAddress)
                        .collect(Collectors.toCollection(TreeSet::new)),
                texts(policy.publicPrefixes()));
    }

    /// What either of the two holds.
    GuardSets union(GuardSets other) {
        return new GuardSets(
                union(providerAddresses, other.providerAddresses),
                union(hostAddresses, other.hostAddresses),
                union(publicPrefixes, other.publicPrefixes));
    }

    private static Set<String> texts(Collection<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new TreeSet<>(one);
        both.addAll(other);
        return both;
    }
}
