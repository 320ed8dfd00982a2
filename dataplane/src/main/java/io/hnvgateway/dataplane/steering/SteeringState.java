package io.hnvgateway.dataplane.steering;

import io.hnvgateway.dataplane.steering.SteeringChange.Elements;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The policy in force, changed element by element. Each element is written to the tables before it
/// is noted here, so that after a failure this is what stands in the tables, and the same change
/// can be applied again. Owner: one control thread.
public final class SteeringState {
    private final Map<IpAddress, Integer> addresses = new HashMap<>();
    private final Map<IpPrefix, Integer> publicPrefixes = new HashMap<>();
    private final Map<Integer, Integer> compartments = new HashMap<>();
    private Map<String, PortPolicy> ports = Map.of();

    /// Of tables that hold nothing.
    public SteeringState() {}

    /// Of tables that an earlier process wrote.
    ///
    /// @param addresses flags of each, not 0
    /// @param publicPrefixes with the compartment of each
    /// @param compartments compartment index by VSID, not 0
    /// @param ports by device name
    public SteeringState(
            Map<IpAddress, Integer> addresses,
            Map<IpPrefix, Integer> publicPrefixes,
            Map<Integer, Integer> compartments,
            Map<String, PortPolicy> ports) {
        this.addresses.putAll(addresses);
        this.publicPrefixes.putAll(publicPrefixes);
        this.compartments.putAll(compartments);
        this.ports = Map.copyOf(ports);
    }

    /// Writes what `change` changes.
    public void apply(SteeringChange change, SteeringTables tables) {
        change.vsidCompartments().forEach((vsid, to) -> compartment(vsid, to, tables));
        addressFlags(change).forEach((address, flags) -> address(address, flags, tables));
        prefixes(change, tables);
        Map<String, PortPolicy> next = change.ports();
        if (next != null) {
            tables.ports(next);
            ports = next;
        }
    }

    private void compartment(int vsid, int to, SteeringTables tables) {
        if (compartments.getOrDefault(vsid, 0) == to) {
            return;
        }
        tables.compartment(vsid, to);
        if (to == 0) {
            compartments.remove(vsid);
        } else {
            compartments.put(vsid, to);
        }
    }

    /// The flags, after the change, of each address that it names.
    private Map<IpAddress, Integer> addressFlags(SteeringChange change) {
        Map<IpAddress, Integer> flags = new LinkedHashMap<>();
        merge(flags, change.providerAddresses(), AddressFlags.PROVIDER);
        merge(flags, change.gatewayAddresses(), AddressFlags.GATEWAY);
        merge(flags, change.hostAddresses(), AddressFlags.HOST);
        merge(flags, change.vpnAddresses(), AddressFlags.VPN);
        merge(flags, change.rewriteSources(), AddressFlags.REWRITE);
        merge(flags, change.bgpPeers(), AddressFlags.BGP_PEER);
        return flags;
    }

    private void merge(Map<IpAddress, Integer> flags, Elements<IpAddress> elements, int flag) {
        elements.removed().forEach(a -> flags.put(a, flagsOf(flags, a) & ~flag));
        elements.added().forEach(a -> flags.put(a, flagsOf(flags, a) | flag));
    }

    private int flagsOf(Map<IpAddress, Integer> changed, IpAddress address) {
        Integer flags = changed.get(address);
        return flags == null ? addresses.getOrDefault(address, 0) : flags;
    }

    private void address(IpAddress address, int flags, SteeringTables tables) {
        if (addresses.getOrDefault(address, 0) == flags) {
            return;
        }
        tables.address(address, flags);
        if (flags == 0) {
            addresses.remove(address);
        } else {
            addresses.put(address, flags);
        }
    }

    private void prefixes(SteeringChange change, SteeringTables tables) {
        Elements<IpPrefix> elements =
                effective(change.publicPrefixes(), publicPrefixes::containsKey);
        for (IpPrefix prefix : elements.added()) {
            prefix(prefix, change.prefixOwners().getOrDefault(prefix, 0), tables);
        }
        change.prefixOwners()
                .forEach((prefix, compartment) -> {
                    Integer before = publicPrefixes.get(prefix);
                    if (before != null && !before.equals(compartment)) {
                        prefix(prefix, compartment, tables);
                    }
                });
        for (IpPrefix prefix : elements.removed()) {
            tables.removePublicPrefix(prefix);
            publicPrefixes.remove(prefix);
        }
    }

    private void prefix(IpPrefix prefix, int compartment, SteeringTables tables) {
        tables.publicPrefix(prefix, compartment);
        publicPrefixes.put(prefix, compartment);
    }

    /// What of `change` changes anything.
    public SteeringChange effective(SteeringChange change) {
        Map<String, PortPolicy> next = change.ports();
        return new SteeringChange(
                effective(change.providerAddresses(), a -> has(a, AddressFlags.PROVIDER)),
                effective(change.publicPrefixes(), publicPrefixes::containsKey),
                change.prefixOwners(),
                effective(change.gatewayAddresses(), a -> has(a, AddressFlags.GATEWAY)),
                effective(change.hostAddresses(), a -> has(a, AddressFlags.HOST)),
                effective(change.vpnAddresses(), a -> has(a, AddressFlags.VPN)),
                effective(change.rewriteSources(), a -> has(a, AddressFlags.REWRITE)),
                effective(change.bgpPeers(), a -> has(a, AddressFlags.BGP_PEER)),
                change.vsidCompartments(),
                next == null || next.equals(ports) ? null : next);
    }

    private static <T> Elements<T> effective(Elements<T> elements, Predicate<T> stands) {
        return new Elements<>(
                elements.added().stream().filter(stands.negate()).collect(Collectors.toSet()),
                elements.removed().stream()
                        .filter(e -> stands.test(e) && !elements.added().contains(e))
                        .collect(Collectors.toSet()));
    }

    private boolean has(IpAddress address, int flag) {
        return (addresses.getOrDefault(address, 0) & flag) != 0;
    }

    /// By device name.
    public Map<String, PortPolicy> ports() {
        return ports;
    }

    /// The policy in force; as large as it is.
    public SteeringPolicy policy() {
        return new SteeringPolicy(
                ports,
                flagged(AddressFlags.PROVIDER),
                publicPrefixes,
                flagged(AddressFlags.GATEWAY),
                flagged(AddressFlags.HOST),
                flagged(AddressFlags.VPN),
                flagged(AddressFlags.REWRITE),
                flagged(AddressFlags.BGP_PEER),
                compartments);
    }

    private Set<IpAddress> flagged(int flag) {
        return addresses.entrySet().stream()
                .filter(e -> (e.getValue() & flag) != 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
