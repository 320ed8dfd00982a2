package io.hnvgateway.dataplane.guard;

import io.hnvgateway.dataplane.steering.SteeringPolicy;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Map;
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

    boolean containsAll(GuardSets other) {
        return providerAddresses.containsAll(other.providerAddresses)
                && hostAddresses.containsAll(other.hostAddresses)
                && publicPrefixes.containsAll(other.publicPrefixes);
    }

    /// The elements by the names of the nftables sets.
    Map<String, Set<String>> bySet() {
        return Map.of(
                "provider_addresses",
                providerAddresses,
                "host_addresses",
                hostAddresses,
                "public_prefixes",
                publicPrefixes);
    }

    private static Set<String> texts(Collection<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
    }
}
