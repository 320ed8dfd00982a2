package io.hnvgateway.app.desired;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.resource.AllocationMethod;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.validation.HostFacts;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Dynamic public addresses out of the NAT pool: a resource keeps the one that it had; a new one
/// gets the lowest that nobody has.
final class PublicAddressPool {
    private final List<IpRange> ranges;
    private final Set<IpAddress> reserved;
    private final Predicate<IpAddress> takenElsewhere;

    /// `reserved`: addresses of the pool that no tenant may have, such as the host's own.
    PublicAddressPool(List<IpRange> ranges, Set<IpAddress> reserved) {
        this(ranges, reserved, _ -> false);
    }

    private PublicAddressPool(
            List<IpRange> ranges, Set<IpAddress> reserved, Predicate<IpAddress> takenElsewhere) {
        this.ranges = List.copyOf(ranges);
        this.reserved = Set.copyOf(reserved);
        this.takenElsewhere = takenElsewhere;
    }

    /// That of the connection string, without what the gateway and its surroundings have.
    static PublicAddressPool of(ConnectionString connection, HostFacts host) {
        Set<IpAddress> reserved = new HashSet<>(host.ownAddresses());
        reserved.addAll(host.providerAddresses());
        reserved.addAll(connection.providerAddresses());
        reserved.addAll(connection.frontEndGateways());
        reserved.addAll(connection.backEndGateways());
        connection.addresses().forEach(own -> reserved.add(own.address()));
        return new PublicAddressPool(connection.natPool(), reserved);
    }

    /// The pool for a part of a state; others have what the predicate names.
    PublicAddressPool without(Predicate<IpAddress> taken) {
        return new PublicAddressPool(ranges, reserved, taken);
    }

    List<PublicIpAddress> assign(
            List<PublicIpAddress> wanted, List<PublicIpAddress> previous, List<Fault> faults) {
        Set<IpAddress> taken = new HashSet<>(reserved);
        wanted.forEach(resource -> take(taken, resource.ipAddress()));
        List<PublicIpAddress> kept = keep(wanted, dynamicBefore(previous), taken);
        Iterator<IpAddress> candidates = candidates().iterator();
        List<PublicIpAddress> assigned = new ArrayList<>();
        for (PublicIpAddress resource : kept) {
            boolean wants = resource.ipAddress() == null;
            assigned.add(wants ? allocate(resource, candidates, taken, faults) : resource);
        }
        return assigned;
    }

    /// Dynamic addresses that the pool no longer has are forgotten: a stored state outlives a
    /// change of the pool.
    List<PublicIpAddress> forgetForeign(List<PublicIpAddress> stored) {
        return stored.stream()
                .map(resource -> isForeign(resource) ? with(resource, null) : resource)
                .toList();
    }

    /// As [#forgetForeign].
    DesiredState withoutForeign(DesiredState stored) {
        return stored.withPublicIPAddresses(forgetForeign(stored.publicIPAddresses()));
    }

    private boolean isForeign(PublicIpAddress resource) {
        IpAddress address = resource.ipAddress();
        boolean dynamic = resource.allocationMethod() == AllocationMethod.DYNAMIC;
        return dynamic && address != null && (!isInPool(address) || reserved.contains(address));
    }

    private static void take(Set<IpAddress> taken, @Nullable IpAddress address) {
        if (address != null) {
            taken.add(address);
        }
    }

    private static Map<String, IpAddress> dynamicBefore(List<PublicIpAddress> previous) {
        Map<String, IpAddress> before = new HashMap<>();
        for (PublicIpAddress resource : previous) {
            if (resource.allocationMethod() == AllocationMethod.DYNAMIC
                    && resource.ipAddress() != null) {
                before.put(lower(resource), resource.ipAddress());
            }
        }
        return before;
    }

    private List<PublicIpAddress> keep(
            List<PublicIpAddress> wanted, Map<String, IpAddress> before, Set<IpAddress> taken) {
        List<PublicIpAddress> kept = new ArrayList<>();
        for (PublicIpAddress resource : wanted) {
            IpAddress address = resource.ipAddress() == null ? before.get(lower(resource)) : null;
            boolean free = address != null && isInPool(address) && isFree(address, taken);
            kept.add(free ? with(resource, address) : resource);
        }
        return kept;
    }

    private PublicIpAddress allocate(
            PublicIpAddress resource,
            Iterator<IpAddress> candidates,
            Set<IpAddress> taken,
            List<Fault> faults) {
        while (candidates.hasNext()) {
            IpAddress candidate = candidates.next();
            if (isFree(candidate, taken)) {
                return with(resource, candidate);
            }
        }
        faults.add(
                Fault.of(
                        "publicIPAddresses[" + resource.resourceId() + "].publicIPAllocationMethod",
                        resource.allocationMethod().label(),
                        ranges.isEmpty()
                                ? "there is no NatPool"
                                : "no address of the NatPool is free",
                        "extend NatPool in the connection string, or write a Static address"));
        return resource;
    }

    /// Takes it at once.
    private boolean isFree(IpAddress address, Set<IpAddress> taken) {
        return !takenElsewhere.test(address) && taken.add(address);
    }

    private Stream<IpAddress> candidates() {
        return ranges.stream()
                .flatMap(range ->
                        LongStream.rangeClosed(range.first().low(), range.last().low())
                                .mapToObj(bits -> IpAddress.ofIpv4((int) bits))
                                .filter(address ->
                                        range.size() == 1 || !looksLikeNetwork(address)));
    }

    /// Some clients refuse to talk to x.x.x.0 and x.x.x.255: of a range they are given to nobody.
    private static boolean looksLikeNetwork(IpAddress address) {
        int last = address.ipv4Bits() & 255;
        return last == 0 || last == 255;
    }

    private boolean isInPool(IpAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static PublicIpAddress with(PublicIpAddress resource, @Nullable IpAddress address) {
        return resource.withIpAddress(address);
    }

    private static String lower(PublicIpAddress resource) {
        return resource.resourceId().toLowerCase(Locale.ROOT);
    }
}
