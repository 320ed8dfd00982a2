package io.hnvgateway.provider.policy;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.resource.CustomerRoute;
import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.RecordType;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.Mac;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Takes hosts' policy over into a customer network: a record of an address that the network has a
/// record of already takes its place, and so does a route of a prefix with the same next hop. What
/// says how to reach the gateway itself is left out, and what a virtual subnet says by itself.
public final class PolicyImport {
    private final VirtualNetwork network;
    private final Set<IpAddress> gateways;
    private final List<LookupRecord> records;
    private final List<CustomerRoute> routes;
    private final List<Fault> faults = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final Map<Object, Integer> recordPlaces = new HashMap<>();
    private final Map<Object, Integer> routePlaces = new HashMap<>();

    private PolicyImport(VirtualNetwork network, Collection<IpAddress> gateways) {
        this.network = network;
        this.gateways = Set.copyOf(gateways);
        records = new ArrayList<>(network.lookupRecords());
        routes = new ArrayList<>(network.customerRoutes());
        for (int i = 0; i < records.size(); i++) {
            LookupRecord one = records.get(i);
            taken.add(key(one.resourceId()));
            recordPlaces.put(
                    keyOf(
                            one.customerAddress(),
                            one.type(),
                            one.virtualSubnetId(),
                            one.macAddress()),
                    i);
        }
        for (int i = 0; i < routes.size(); i++) {
            CustomerRoute one = routes.get(i);
            taken.add(key(one.resourceId()));
            routePlaces.put(List.of(one.destinationPrefix(), one.nextHop()), i);
        }
    }

    /// The network with what of a policy concerns it.
    ///
    /// @param gateways the gateway's own customer addresses in the network
    /// @throws FaultsException when something in it cannot be taken over
    public static VirtualNetwork into(
            VirtualNetwork network, Collection<IpAddress> gateways, HostPolicy policy)
            throws FaultsException {
        PolicyImport taking = new PolicyImport(network, gateways);
        policy.records().stream()
                .filter(one -> taking.concerns(one.routingDomainId()))
                .filter(one -> one.type() != RecordType.GATEWAY_WILDCARD || !taking.isOwn(one))
                .forEach(taking::take);
        policy.routes().stream()
                .filter(one -> taking.concerns(one.routingDomainId()))
                .filter(one -> !one.isOnLink() && !taking.gateways.contains(one.nextHop()))
                .forEach(taking::take);
        if (!taking.faults.isEmpty()) {
            throw new FaultsException(taking.faults);
        }
        return new VirtualNetwork(
                network.resourceId(),
                network.routingDomainId(),
                network.addressPrefixes(),
                network.subnets(),
                taking.records,
                taking.routes,
                network.annotations());
    }

    /// A record need not name its network, and a network need not have an id yet.
    private boolean concerns(@Nullable UUID rdid) {
        UUID own = network.routingDomainId();
        return rdid == null || own == null || rdid.equals(own);
    }

    private boolean isOwn(PolicyRecord one) {
        IpAddress address = one.customerAddress();
        return address != null && gateways.contains(address);
    }

    private void take(PolicyRecord one) {
        boolean isWildcard = one.type() == RecordType.GATEWAY_WILDCARD;
        IpAddress address = isWildcard ? null : one.customerAddress();
        Object key =
                keyOf(address, one.type(), one.place().virtualSubnetId(), one.place().macAddress());
        int at = recordPlaces.getOrDefault(key, -1);
        LookupRecord made =
                new LookupRecord(
                        at < 0 ? free(name(one)) : records.get(at).resourceId(),
                        one.type(),
                        one.place().rule(),
                        address,
                        one.place().virtualSubnetId(),
                        one.place().macAddress(),
                        one.place().providerAddress());
        if (at < 0) {
            recordPlaces.put(key, records.size());
            records.add(made);
        } else {
            records.set(at, made);
        }
    }

    /// What is the same VM's: its address, or what it has instead.
    private static Object keyOf(
            @Nullable IpAddress address, RecordType type, int virtualSubnetId, Mac mac) {
        return address == null ? List.of(type, virtualSubnetId, mac) : address;
    }

    private static String name(PolicyRecord one) {
        IpAddress address = one.customerAddress();
        String name = one.vmName();
        if (name.isEmpty()) {
            name = address == null ? "vm-" + one.place().macAddress() : address.toString();
        }
        return name;
    }

    private void take(PolicyRoute one) {
        if (one.metric() > Integer.MAX_VALUE) {
            faults.add(
                    Fault.of(
                            "route to " + one.destinationPrefix() + ": metric",
                            one.metric(),
                            "must be " + Integer.MAX_VALUE + " at most"));
            return;
        }
        List<Object> key = List.of(one.destinationPrefix(), one.nextHop());
        int at = routePlaces.getOrDefault(key, -1);
        if (at < 0) {
            routePlaces.put(key, routes.size());
            routes.add(of(free("to-" + one.destinationPrefix()), one));
        } else {
            routes.set(at, of(routes.get(at).resourceId(), one));
        }
    }

    private static CustomerRoute of(String resourceId, PolicyRoute one) {
        return new CustomerRoute(
                resourceId,
                one.destinationPrefix(),
                one.nextHop(),
                one.virtualSubnetId(),
                (int) one.metric());
    }

    /// A resource id like a name that nothing else has.
    private String free(String name) {
        String base = name.replaceAll("[^A-Za-z0-9._~-]", "-");
        String id = base;
        for (int i = 2; !taken.add(key(id)); i++) {
            id = base + "-" + i;
        }
        return id;
    }

    private static String key(String resourceId) {
        return resourceId.toLowerCase(Locale.ROOT);
    }
}
