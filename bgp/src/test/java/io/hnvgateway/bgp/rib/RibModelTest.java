package io.hnvgateway.bgp.rib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnvgateway.bgp.policy.CommunityChange;
import io.hnvgateway.bgp.policy.PolicyMap;
import io.hnvgateway.bgp.policy.PolicyMatch;
import io.hnvgateway.bgp.policy.PolicyRule;
import io.hnvgateway.bgp.policy.PolicySet;
import io.hnvgateway.bgp.policy.PrefixMatch;
import io.hnvgateway.bgp.rib.NaiveRibs.Said;
import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.AsPath;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.Community;
import io.hnvgateway.bgp.route.Origin;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// Whatever is said in whatever order, what was handed over piece by piece is what follows from all
/// of it: the ways in force as a naive model has them, and what each peer was told as a router
/// tells it that hears everything at once.
class RibModelTest {
    private static final int RESTART_SECONDS = 90;
    private static final List<String> PREFIXES =
            List.of(
                    "192.0.2.0/24",
                    "192.0.2.128/25",
                    "172.16.0.0/16",
                    "172.16.0.0/24",
                    "10.1.1.0/25",
                    "0.0.0.0/0");
    private static final List<LocalRoute> LOCAL =
            List.of(
                    RouterWorld.subnet("192.0.2.0/24"),
                    RouterWorld.subnet("172.16.0.0/24"),
                    RouterWorld.tunnel(2, 7));
    private static final List<PolicyMap> POLICIES =
            List.of(
                    PolicyMap.PERMIT_ALL,
                    new PolicyMap(
                            "some",
                            List.of(
                                    PolicyRule.deny(
                                            PolicyMatch.prefixes(
                                                    PrefixMatch.exact(
                                                            IpPrefix.parse("172.16.0.0/16"))))),
                            true),
                    new PolicyMap(
                            "prefer",
                            List.of(
                                    PolicyRule.permit(
                                            PolicyMatch.communities(Community.of(1, 1)),
                                            PolicySet.NOTHING
                                                    .withLocalPreference(150)
                                                    .withMed(4)
                                                    .withCommunities(
                                                            CommunityChange.add(
                                                                    List.of(
                                                                            Community
                                                                                    .NO_EXPORT))))),
                            true));

    /// What happens: its kind, to which peer, and three numbers whose meaning is the kind's.
    record Step(int kind, int peer, int what, int how, int more) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 11);
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(8, 0),
                                Tuple.of(3, 1),
                                Tuple.of(2, 2),
                                Tuple.of(2, 3),
                                Tuple.of(1, 4),
                                Tuple.of(1, 5),
                                Tuple.of(1, 6),
                                Tuple.of(1, 7),
                                Tuple.of(3, 8),
                                Tuple.of(1, 9)),
                        Arbitraries.integers().between(1, 4),
                        number,
                        number,
                        number)
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    private RouterWorld world = new RouterWorld();
    private NaiveRibs model = new NaiveRibs();
    private final Map<String, Long> staleUntilNs = new TreeMap<>();
    private final List<String> up = new ArrayList<>();

    @Property(tries = 400)
    void differencesAddUpToTheWhole(@ForAll("steps") List<Step> steps) {
        start();
        steps.forEach(this::apply);
        world.take();
        assertEquals(model.inForce(3), new TreeMap<>(world.inForce));
        RouterWorld fresh = fresh();
        for (String name : up) {
            assertEquals(fresh.told(name), world.told(name), name);
            assertEquals(
                    List.copyOf(world.told(name).keySet()),
                    world.advertised(name).stream().map(route -> route.prefix()).toList());
        }
        assertTrue(world.take().isEmpty());
        endsEmpty();
    }

    private void start() {
        world = new RouterWorld();
        model = new NaiveRibs();
        staleUntilNs.clear();
        up.clear();
        world.settings =
                new RouterSettings(
                        RouterWorld.OWN,
                        RouterWorld.SETTINGS.routerId(),
                        RouterWorld.SETTINGS.ownAddresses(),
                        3,
                        RouteLimits.DEFAULT);
        configure(RouterWorld.peer(1, 65001));
        configure(RouterWorld.peer(2, 65001));
        configure(RouterWorld.peer(3, 65003).withOptions(new PeerOptions(true, true, 0, true)));
        configure(RouterWorld.peer(4, 65000));
        local(RouterWorld.tunnel(1, 5));
        local(RouterWorld.tunnel(3, 5));
        local(RouterWorld.tunnel(4, 5));
    }

    private void configure(PeerSettings peer) {
        model.peers.put(peer.name(), peer);
        model.said.computeIfAbsent(peer.name(), _ -> new TreeMap<>());
        world.with(peer);
    }

    private void local(LocalRoute route) {
        if (model.local.remove(route.prefix()) == null) {
            model.local.put(route.prefix(), route);
        }
        world.local.clear();
        world.local.addAll(model.local.values());
        world.router.replaceLocal(world.local);
    }

    private void apply(Step step) {
        String name = "p" + step.peer;
        IpPrefix prefix = IpPrefix.parse(PREFIXES.get(step.what % PREFIXES.size()));
        switch (step.kind) {
            case 0 -> announce(name, prefix, attributes(name, step));
            case 1 -> withdraw(name, prefix);
            case 2 -> up(name, step.how % 3 == 0);
            case 3 -> down(name, step.how % 2 == 0);
            case 4 -> endOfRib(name);
            case 5 -> policy(name, step);
            case 6 -> local(LOCAL.get(step.what % LOCAL.size()));
            case 7 -> pass(step.how * 20);
            case 8 -> world.take();
            default -> world.router.refresh(name, AddressFamily.IPV4_UNICAST);
        }
    }

    private PathAttributes attributes(String name, Step step) {
        List<Asn> path = new ArrayList<>();
        if (!name.equals("p4")) {
            path.add(peer(name).asn());
        }
        for (int i = 0; i < step.how % 3; i++) {
            path.add(new Asn(step.more == 11 ? 65000 : 64000 + step.more));
        }
        IpAddress nextHop =
                switch (step.more % 4) {
                    case 0 -> IpAddress.parse("172.16.0.9");
                    case 1 -> IpAddress.parse("10.1.1.77");
                    default -> peer(name).address();
                };
        PathAttributes.Builder attributes =
                PathAttributes.builder(nextHop)
                        .asPath(AsPath.sequence(path))
                        .origin(step.how % 5 == 0 ? Origin.INCOMPLETE : Origin.IGP)
                        .communities(step.more % 3 == 0 ? List.of(Community.of(1, 1)) : List.of());
        return (step.how % 4 == 0 ? attributes.med(step.more) : attributes).build();
    }

    private PeerSettings peer(String name) {
        return Objects.requireNonNull(model.peers.get(name));
    }

    private Map<IpPrefix, Said> said(String name) {
        return Objects.requireNonNull(model.said.get(name));
    }

    private void announce(String name, IpPrefix prefix, PathAttributes attributes) {
        world.announce(name, attributes, prefix.toString());
        if (up.contains(name)) {
            said(name).put(prefix, new Said(attributes, false));
        }
    }

    private void withdraw(String name, IpPrefix prefix) {
        world.withdraw(name, prefix.toString());
        if (up.contains(name)) {
            said(name).remove(prefix);
        }
    }

    private void up(String name, boolean preserves) {
        if (up.contains(name)) {
            return;
        }
        world.upGraceful(name, preserves ? RouterWorld.BOTH : Set.of());
        up.add(name);
        if (!preserves) {
            removeStale(name);
        }
        staleUntilNs.put(name, world.nowNs + Sessions.RECOVERY_SECONDS * 1_000_000_000L);
    }

    private void down(String name, boolean graceful) {
        world.router.peerDown(name, graceful);
        if (!up.remove(name)) {
            return;
        }
        removeStale(name);
        if (graceful) {
            said(name).replaceAll((_, route) -> new Said(route.attributes(), true));
        } else {
            said(name).clear();
        }
        staleUntilNs.put(name, world.nowNs + RESTART_SECONDS * 1_000_000_000L);
    }

    private void removeStale(String name) {
        said(name).values().removeIf(Said::stale);
    }

    private void endOfRib(String name) {
        world.router.endOfRib(name, AddressFamily.IPV4_UNICAST);
        if (up.contains(name)) {
            removeStale(name);
        }
    }

    private void policy(String name, Step step) {
        PolicyMap map = POLICIES.get(step.what % POLICIES.size());
        configure(step.how % 2 == 0 ? peer(name).withPolicyIn(map) : peer(name).withPolicyOut(map));
    }

    private void pass(int seconds) {
        world.pass(seconds);
        staleUntilNs.forEach((name, until) -> {
            if (world.nowNs >= until) {
                removeStale(name);
            }
        });
    }

    /// A router that hears at once what is true in the end.
    private RouterWorld fresh() {
        RouterWorld fresh = new RouterWorld();
        fresh.settings = world.settings;
        fresh.with(model.peers.values().toArray(new PeerSettings[0]));
        fresh.withLocal(model.local.values().toArray(new LocalRoute[0]));
        model.peers.keySet().forEach(name -> fresh.upGraceful(name, RouterWorld.BOTH));
        model.said.forEach((name, routes) ->
                routes.forEach((prefix, route) ->
                        fresh.announce(name, route.attributes(), prefix.toString())));
        model.peers.keySet().stream()
                .filter(name -> !up.contains(name))
                .forEach(name -> fresh.router.peerDown(name, true));
        return fresh;
    }

    /// Nothing is left of what is gone.
    private void endsEmpty() {
        world.peers.clear();
        world.configure();
        world.local.clear();
        world.router.replaceLocal(world.local);
        world.take();
        assertEquals(Map.of(), world.inForce);
        assertEquals(List.of(), world.router.routes());
        assertEquals("0 destinations, 0 attributes, 0 next hops", world.router.toString());
    }
}
