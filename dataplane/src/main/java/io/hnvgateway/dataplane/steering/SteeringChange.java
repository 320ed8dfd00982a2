package io.hnvgateway.dataplane.steering;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A difference between two [SteeringPolicy]s: what is to be done is in proportion to it, not to
/// the policy. To add what stands already, or remove what does not, changes nothing.
///
/// @param prefixOwners compartment index of public prefixes that are new or have another now; 0: it
///   is not known
/// @param vsidCompartments compartment index by VSID, 0 for one that no compartment has any more
/// @param ports all of them, or null if none of them changed
public record SteeringChange(
        Elements<IpAddress> providerAddresses,
        Elements<IpPrefix> publicPrefixes,
        Map<IpPrefix, Integer> prefixOwners,
        Elements<IpAddress> gatewayAddresses,
        Elements<IpAddress> hostAddresses,
        Elements<IpAddress> vpnAddresses,
        Elements<IpAddress> rewriteSources,
        Elements<IpAddress> bgpPeers,
        Map<Integer, Integer> vsidCompartments,
        @Nullable Map<String, PortPolicy> ports) {

    /// Elements of one set. One that is in both is added.
    public record Elements<T>(Set<T> added, Set<T> removed) {
        public Elements {
            added = Set.copyOf(added);
            removed = Set.copyOf(removed);
        }

        public static <T> Elements<T> none() {
            return new Elements<>(Set.of(), Set.of());
        }

        /// What turns one set into the other.
        public static <T> Elements<T> between(Set<T> before, Set<T> after) {
            return new Elements<>(missing(after, before), missing(before, after));
        }

        private static <T> Set<T> missing(Set<T> of, Set<T> in) {
            Set<T> missing = new HashSet<>();
            for (T element : of) {
                if (!in.contains(element)) {
                    missing.add(element);
                }
            }
            return missing;
        }

        boolean isEmpty() {
            return added.isEmpty() && removed.isEmpty();
        }
    }

    public SteeringChange {
        prefixOwners = Map.copyOf(prefixOwners);
        vsidCompartments = Map.copyOf(vsidCompartments);
        ports = ports == null ? null : Map.copyOf(ports);
        vsidCompartments.keySet().forEach(SteeringPolicy::checkVsid);
    }

    /// What turns one policy into the other.
    public static SteeringChange between(SteeringPolicy before, SteeringPolicy after) {
        Map<Integer, Integer> vsids = new HashMap<>();
        MapDifference.apply(
                before.vsidCompartments(),
                after.vsidCompartments(),
                vsids::put,
                vsid -> vsids.put(vsid, 0));
        return new SteeringChange(
                Elements.between(before.providerAddresses(), after.providerAddresses()),
                Elements.between(before.publicPrefixes().keySet(), after.publicPrefixes().keySet()),
                owners(before.publicPrefixes(), after.publicPrefixes()),
                Elements.between(before.gatewayAddresses(), after.gatewayAddresses()),
                Elements.between(before.hostAddresses(), after.hostAddresses()),
                Elements.between(before.vpnAddresses(), after.vpnAddresses()),
                Elements.between(before.rewriteSources(), after.rewriteSources()),
                Elements.between(before.bgpPeers(), after.bgpPeers()),
                vsids,
                before.ports().equals(after.ports()) ? null : after.ports());
    }

    /// The entries of `after` that `before` does not have.
    public static Map<IpPrefix, Integer> owners(
            Map<IpPrefix, Integer> before, Map<IpPrefix, Integer> after) {
        Map<IpPrefix, Integer> owners = new HashMap<>();
        MapDifference.apply(before, after, owners::put, _ -> {});
        return owners;
    }

    public boolean isEmpty() {
        return providerAddresses.isEmpty()
                && publicPrefixes.isEmpty()
                && prefixOwners.isEmpty()
                && gatewayAddresses.isEmpty()
                && hostAddresses.isEmpty()
                && vpnAddresses.isEmpty()
                && rewriteSources.isEmpty()
                && bgpPeers.isEmpty()
                && vsidCompartments.isEmpty()
                && ports == null;
    }
}
