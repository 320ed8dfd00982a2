package io.hnvgateway.app.desired;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.provider.resource.Gateway;
import io.hnvgateway.provider.resource.NetworkInterface;
import io.hnvgateway.provider.resource.PrefixTranslation;
import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.TranslationRule;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which resource claims what no other may have: routing domains, virtual subnet ids, public
/// addresses, routed prefixes, what tells connections to other sites apart, provider addresses of
/// VMs with IP rewrite. Provider addresses of hosts are claimed by many, and collide with the
/// former only.
final class Claims {
    private final Map<Object, Set<String>> exact = new HashMap<>();
    private final NavigableMap<IpPrefix, Set<String>> prefixes = new TreeMap<>();

    /// How many prefixes there are of each length in bits.
    private final int[] lengths = new int[129];

    private final NavigableMap<IpAddress, Set<String>> hosts = new TreeMap<>();

    /// A virtual subnet id, not to be taken for another number.
    private record Vsid(int value) {}

    /// What one resource claims.
    private record Claimed(List<Object> exact, List<IpPrefix> prefixes, Set<IpAddress> hosts) {
        static final Claimed NOTHING = new Claimed(List.of(), List.of(), Set.of());
    }

    private static Claimed of(Resource resource) {
        return switch (resource) {
            case VirtualNetwork network -> ofNetwork(network);
            case VirtualGateway gateway ->
                    new Claimed(
                            ConnectionClaims.of(gateway),
                            Stream.concat(
                                            gateway.directRoutingPrefixes().stream(),
                                            gateway.prefixTranslations().stream()
                                                    .map(PrefixTranslation::outsidePrefix))
                                    .map(Convert::prefix)
                                    .toList(),
                            Set.of());
            case ProviderAddress announced -> {
                IpAddress host = Convert.address(announced.address());
                yield new Claimed(List.of(host), List.of(), Set.of(host));
            }
            case PublicIpAddress address ->
                    address.ipAddress() == null
                            ? Claimed.NOTHING
                            : new Claimed(
                                    List.of(),
                                    List.of(IpPrefix.host(Convert.address(address.ipAddress()))),
                                    Set.of());
            case NetworkInterface item ->
                    new Claimed(
                            List.of(),
                            List.of(),
                            item.ipConfigurations().stream()
                                    .flatMap(a -> Stream.ofNullable(a.providerAddress()))
                                    .map(Convert::address)
                                    .collect(Collectors.toSet()));
            case Gateway _ -> new Claimed(List.of(Gateway.class), List.of(), Set.of());
            default -> Claimed.NOTHING;
        };
    }

    private static Claimed ofNetwork(VirtualNetwork network) {
        List<Object> exact = new ArrayList<>();
        if (network.routingDomainId() != null) {
            exact.add(network.routingDomainId());
        }
        network.subnets().stream()
                .flatMap(subnet -> Stream.ofNullable(subnet.virtualSubnetId()))
                .forEach(id -> exact.add(new Vsid(id)));
        Set<IpAddress> hosts = new HashSet<>();
        network.lookupRecords().forEach(r -> hosts.add(Convert.address(r.providerAddress())));
        List<IpPrefix> ownHosts =
                network.lookupRecords().stream()
                        .filter(r -> r.rule() == TranslationRule.NAT)
                        .map(r -> IpPrefix.host(Convert.address(r.providerAddress())))
                        .distinct()
                        .toList();
        return new Claimed(exact, ownHosts, hosts);
    }

    void add(String key, Resource resource) {
        Claimed claimed = of(resource);
        claimed.exact.forEach(claim -> add(exact, claim, key));
        claimed.prefixes.forEach(prefix -> {
            if (add(prefixes, prefix, key)) {
                lengths[prefix.bits()]++;
            }
        });
        claimed.hosts.forEach(host -> add(hosts, host, key));
    }

    void remove(String key, Resource resource) {
        Claimed claimed = of(resource);
        claimed.exact.forEach(claim -> remove(exact, claim, key));
        claimed.prefixes.forEach(prefix -> {
            if (remove(prefixes, prefix, key)) {
                lengths[prefix.bits()]--;
            }
        });
        claimed.hosts.forEach(host -> remove(hosts, host, key));
    }

    /// True when the claim is new.
    private static <K> boolean add(Map<K, Set<String>> claims, K claim, String key) {
        Set<String> before = claims.get(claim);
        if (before == null) {
            claims.put(claim, Set.of(key)); // nearly always the only one
        } else if (before.size() == 1) {
            Set<String> several = new HashSet<>(before);
            several.add(key);
            claims.put(claim, several);
        } else {
            before.add(key);
        }
        return before == null;
    }

    /// True when nobody claims it any more.
    private static <K> boolean remove(Map<K, Set<String>> claims, K claim, String key) {
        Set<String> before = claims.get(claim);
        if (before == null || !before.contains(key)) {
            return false;
        }
        if (before.size() == 1) {
            claims.remove(claim);
            return true;
        }
        before.remove(key);
        return false;
    }

    /// Whether any but this resource claims the virtual subnet id.
    boolean isTakenFrom(@Nullable String key, int virtualSubnetId) {
        return isOthers(exact.get(new Vsid(virtualSubnetId)), key);
    }

    /// Whether any but these resources claims exactly this address.
    boolean isTaken(io.hnvgateway.provider.value.IpAddress publicAddress, Set<String> except) {
        Set<String> owners = prefixes.get(IpPrefix.host(Convert.address(publicAddress)));
        return owners != null && !except.containsAll(owners);
    }

    private static boolean isOthers(@Nullable Set<String> owners, @Nullable String key) {
        return owners != null && (key == null || owners.size() > 1 || !owners.contains(key));
    }

    /// All that claim something that the resource claims, or that overlaps it; the resource itself
    /// is among them.
    Set<String> rivals(Resource resource) {
        Claimed claimed = of(resource);
        Set<String> rivals = new HashSet<>();
        claimed.exact.forEach(claim -> rivals.addAll(exact.getOrDefault(claim, Set.of())));
        for (IpPrefix prefix : claimed.prefixes) {
            enclosing(prefix, rivals);
            inside(prefix, rivals);
            hosts.subMap(prefix.first(), true, prefix.last(), true)
                    .values()
                    .forEach(rivals::addAll);
        }
        claimed.hosts.forEach(host -> enclosing(IpPrefix.host(host), rivals));
        return rivals;
    }

    /// No stream: that of a part of the map counts all behind it first, which are everybody's.
    private void inside(IpPrefix prefix, Set<String> rivals) {
        for (Map.Entry<IpPrefix, Set<String>> claim : prefixes.tailMap(prefix, true).entrySet()) {
            if (claim.getKey().address().compareTo(prefix.last()) > 0) {
                return;
            }
            rivals.addAll(claim.getValue());
        }
    }

    /// Prefixes of all lengths up to that of `prefix` itself that hold it.
    private void enclosing(IpPrefix prefix, Set<String> rivals) {
        boolean ipv4 = prefix.isIpv4();
        for (int bits = ipv4 ? 96 : 0; bits <= prefix.bits(); bits++) {
            if (lengths[bits] > 0) {
                IpPrefix outer = IpPrefix.of(prefix.address(), ipv4 ? bits - 96 : bits);
                rivals.addAll(prefixes.getOrDefault(outer, Set.of()));
            }
        }
    }
}
