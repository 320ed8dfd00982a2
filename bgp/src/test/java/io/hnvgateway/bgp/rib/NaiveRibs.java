package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.Origin;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What should be in force, worked out whole from all that was said.
final class NaiveRibs {
    record Said(PathAttributes attributes, boolean stale) {}

    private record Candidate(PeerSettings peer, PathAttributes attributes, LocalRoute via) {}

    final Map<String, PeerSettings> peers = new LinkedHashMap<>();
    final Map<String, Map<IpPrefix, Said>> said = new LinkedHashMap<>();
    final Map<IpPrefix, LocalRoute> local = new LinkedHashMap<>();

    Map<IpPrefix, List<ForwardingPath>> inForce(int multipath) {
        Map<IpPrefix, List<ForwardingPath>> inForce = new TreeMap<>();
        for (IpPrefix prefix : prefixes()) {
            List<ForwardingPath> ways = ways(prefix, multipath);
            if (!ways.isEmpty()) {
                inForce.put(prefix, ways);
            }
        }
        return inForce;
    }

    private Set<IpPrefix> prefixes() {
        Set<IpPrefix> prefixes = new TreeSet<>();
        said.values().forEach(routes -> prefixes.addAll(routes.keySet()));
        return prefixes;
    }

    private List<ForwardingPath> ways(IpPrefix prefix, int multipath) {
        if (local.containsKey(prefix)) {
            return List.of();
        }
        List<Candidate> all = candidates(prefix, this::resolve);
        List<Candidate> tied = tied(all);
        if (tied.isEmpty()) {
            return List.of();
        }
        Candidate best = last(tied);
        List<ForwardingPath> ways = new ArrayList<>();
        ways.add(way(best));
        tied.stream()
                .sorted(Comparator.comparing(candidate -> candidate.peer.address()))
                .filter(candidate ->
                        candidate.attributes.neighborAsOrZero()
                                == best.attributes.neighborAsOrZero())
                .forEach(candidate -> {
                    boolean other =
                            ways.stream()
                                    .noneMatch(way ->
                                            way.nextHop().equals(candidate.attributes.nextHop()));
                    if (other && ways.size() < multipath) {
                        ways.add(way(candidate));
                    }
                });
        return ways;
    }

    private static ForwardingPath way(Candidate candidate) {
        return new ForwardingPath(
                candidate.peer.name(),
                candidate.attributes.nextHop(),
                candidate.via,
                isExternal(candidate.peer));
    }

    private static boolean isExternal(PeerSettings peer) {
        return !peer.asn().equals(RouterWorld.OWN);
    }

    private interface Resolver {
        @Nullable LocalRoute resolve(IpAddress address);
    }

    private List<Candidate> candidates(IpPrefix prefix, Resolver resolver) {
        List<Candidate> candidates = new ArrayList<>();
        said.forEach((name, routes) -> {
            PeerSettings peer = Objects.requireNonNull(peers.get(name));
            Said route = routes.get(prefix);
            if (route == null || refused(peer, route.attributes)) {
                return;
            }
            PathAttributes attributes = peer.policyIn().apply(prefix, route.attributes);
            LocalRoute via = attributes == null ? null : resolver.resolve(attributes.nextHop());
            if (attributes != null && via != null && near(peer, attributes, via)) {
                candidates.add(new Candidate(peer, attributes, via));
            }
        });
        return candidates;
    }

    private static boolean refused(PeerSettings peer, PathAttributes attributes) {
        return attributes.asPath().contains(RouterWorld.OWN)
                || (isExternal(peer) && attributes.asPath().firstOrZero() != peer.asn().value());
    }

    private boolean near(PeerSettings peer, PathAttributes attributes, LocalRoute via) {
        LocalRoute toPeer = local(peer.address());
        return !isExternal(peer)
                || peer.options().multihop()
                || attributes.nextHop().equals(peer.address())
                || (local(attributes.nextHop()) != null
                        && toPeer != null
                        && toPeer.link().equals(via.link()));
    }

    private @Nullable LocalRoute local(IpAddress address) {
        return local.values().stream()
                .filter(route -> route.prefix().contains(address))
                .max(Comparator.comparingInt(route -> route.prefix().bits()))
                .orElse(null);
    }

    private @Nullable LocalRoute resolve(IpAddress address) {
        LocalRoute direct = local(address);
        if (direct != null) {
            return direct.resolves() ? direct : null;
        }
        return prefixes().stream()
                .filter(prefix -> prefix.contains(address) && !local.containsKey(prefix))
                .sorted(Comparator.comparingInt(IpPrefix::bits).reversed())
                .map(prefix -> tied(candidates(prefix, this::direct)))
                .filter(Predicate.not(List::isEmpty))
                .findFirst()
                .map(tied -> last(tied).via)
                .orElse(null);
    }

    private @Nullable LocalRoute direct(IpAddress address) {
        LocalRoute direct = local(address);
        return direct != null && direct.resolves() ? direct : null;
    }

    private static List<Candidate> tied(List<Candidate> all) {
        List<Candidate> tied = all;
        tied = lowest(tied, c -> -c.attributes.localPreference().orElse(100));
        tied = lowest(tied, c -> c.attributes.asPath().hops());
        tied = lowest(tied, c -> List.of(Origin.values()).indexOf(c.attributes.origin()));
        List<Candidate> before = tied;
        tied =
                tied.stream()
                        .filter(c ->
                                before.stream()
                                        .noneMatch(o ->
                                                o.attributes.neighborAsOrZero()
                                                                == c.attributes.neighborAsOrZero()
                                                        && o.attributes.med().orElse(0)
                                                                < c.attributes.med().orElse(0)))
                        .toList();
        tied = lowest(tied, c -> isExternal(c.peer) ? 0 : 1);
        return lowest(tied, c -> c.via.metric());
    }

    /// Identifiers of the tests' peers are in the order of their numbers.
    private static Candidate last(List<Candidate> tied) {
        return tied.stream()
                .min(Comparator.comparing(c -> RouterWorld.routerId(c.peer.name())))
                .orElseThrow();
    }

    private static List<Candidate> lowest(List<Candidate> all, ToLongFunction<Candidate> measure) {
        long lowest = all.stream().mapToLong(measure).min().orElse(0);
        return all.stream().filter(c -> measure.applyAsLong(c) == lowest).toList();
    }
}
