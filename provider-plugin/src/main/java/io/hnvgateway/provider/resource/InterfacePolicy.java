package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.resource.ResourceIndex.SubnetOf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// What the interfaces of VMs come to: lookup records of their networks, and 1:1 rules of the
/// virtual gateways of those.
///
/// An address says where its VM is by `providerAddress`, and has a public address for itself by
/// `publicIPAddress`. Both take effect beside what is written as a record or a rule, and under the
/// same rules. A record of an interface is called `<interface>/<ipConfiguration>`, which no written
/// one can be.
public final class InterfacePolicy {
    private final ResourceIndex index;
    private final Map<ResourceReference, List<LookupRecord>> records = new HashMap<>();
    private final Map<ResourceReference, List<Rule>> rules = new HashMap<>();

    /// A 1:1 rule and where it comes from.
    private record Rule(OneToOneRule rule, String source) {}

    /// The state with that policy in it.
    ///
    /// @param sources by virtual gateway, the path of the address behind each 1:1 rule that follows
    ///   the written ones
    public record Effective(DesiredState state, Map<String, List<String>> sources) {}

    private InterfacePolicy(DesiredState state) {
        index = new ResourceIndex(state);
        for (NetworkInterface item : state.networkInterfaces()) {
            item.ipConfigurations().forEach(address -> add(item, address));
        }
    }

    /// Without interfaces the state is itself.
    public static Effective of(DesiredState state) {
        if (state.networkInterfaces().isEmpty()) {
            return new Effective(state, Map.of());
        }
        return new InterfacePolicy(state).effective(state);
    }

    private Effective effective(DesiredState state) {
        Map<String, List<String>> sources = new HashMap<>();
        List<VirtualGateway> gateways = new ArrayList<>();
        for (VirtualGateway gateway : state.virtualGateways()) {
            VirtualNetwork network = index.networkOf(gateway);
            List<Rule> own =
                    network == null
                            ? List.of()
                            : rules.getOrDefault(network.reference(), List.of());
            sources.put(gateway.resourceId(), own.stream().map(Rule::source).toList());
            gateways.add(own.isEmpty() ? gateway : gateway.withNat(with(gateway.nat(), own)));
        }
        return new Effective(
                state.withVirtualNetworks(
                                state.virtualNetworks().stream().map(this::network).toList())
                        .withVirtualGateways(gateways),
                sources);
    }

    private static NatSettings with(NatSettings nat, List<Rule> own) {
        return new NatSettings(
                nat.filtering(),
                nat.timers(),
                nat.quota(),
                joined(nat.oneToOneRules(), own.stream().map(Rule::rule).toList()));
    }

    private VirtualNetwork network(VirtualNetwork network) {
        List<LookupRecord> own = records.getOrDefault(network.reference(), List.of());
        return own.isEmpty()
                ? network
                : network.withLookupRecords(joined(network.lookupRecords(), own));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private void add(NetworkInterface item, IpConfiguration address) {
        SubnetOf place = address.subnet() == null ? null : index.subnet(address.subnet());
        if (place == null || address.privateIPAddress() == null) {
            return;
        }
        ResourceReference network = place.network().reference();
        if (address.providerAddress() != null && item.macAddress() != null) {
            records.computeIfAbsent(network, _ -> new ArrayList<>())
                    .add(
                            new LookupRecord(
                                    item.resourceId() + "/" + address.resourceId(),
                                    RecordType.STATIC,
                                    TranslationRule.ENCAPSULATION,
                                    address.privateIPAddress(),
                                    Objects.requireNonNullElse(place.subnet().virtualSubnetId(), 0),
                                    item.macAddress(),
                                    address.providerAddress()));
        }
        ResourceReference publicAddress = address.publicIPAddress();
        if (publicAddress != null
                && address.privateIPAddress().isIpv4()
                && index.publicAddress(publicAddress) != null) {
            rules.computeIfAbsent(network, _ -> new ArrayList<>())
                    .add(
                            new Rule(
                                    new OneToOneRule(publicAddress, address.privateIPAddress()),
                                    path(item.resourceId(), address.resourceId())));
        }
    }

    /// The path of an address in faults.
    public static String path(String interfaceId, String addressId) {
        return "networkInterfaces[" + interfaceId + "].ipConfigurations[" + addressId + "]";
    }
}
