package io.hnvgateway.app.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.compile.BgpNetwork;
import io.hnvgateway.app.compile.LearnedRoutes.Way;
import io.hnvgateway.app.desired.TenantBgp;
import io.hnvgateway.app.events.GatewayEvent;
import io.hnvgateway.bgp.bfd.BfdDiagnostic;
import io.hnvgateway.bgp.bfd.BfdState;
import io.hnvgateway.bgp.rib.LocalRoute;
import io.hnvgateway.bgp.rib.PeerSettings;
import io.hnvgateway.bgp.rib.PrefixLimit;
import io.hnvgateway.bgp.rib.RouteLimits;
import io.hnvgateway.bgp.rib.RouterSettings;
import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.AsPath;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.bgp.route.RouteUpdate;
import io.hnvgateway.bgp.route.RouterId;
import io.hnvgateway.bgp.speaker.PeerSession;
import io.hnvgateway.bgp.speaker.PeerSpec;
import io.hnvgateway.bgp.speaker.SpeakerListener;
import io.hnvgateway.bgp.speaker.Ttl;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.punt.BfdStatus;
import io.hnvgateway.compartments.punt.BfdTimers;
import io.hnvgateway.compartments.punt.PuntPeer;
import io.hnvgateway.compartments.punt.PuntState;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantRoutingTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Set<AddressFamily> IPV4 = Set.of(AddressFamily.IPV4_UNICAST);
    private static final Way OFFICE = new Way.Connection("office");

    @TempDir Path directory;

    private ManualTurns turns = new ManualTurns();
    private ManualTurns filing = new ManualTurns();
    private FakeSpeaker speaker = new FakeSpeaker();
    private final List<Set<RoutingDomainId>> changed = new ArrayList<>();
    private final List<GatewayEvent> events = new ArrayList<>();
    private TenantRouting routing;
    private SpeakerListener listener;
    private long takesNs;

    @BeforeEach
    void begin() {
        routing = start();
        listener = routing.listener();
    }

    private TenantRouting start() {
        TenantRouting made =
                new TenantRouting(
                        () -> turns.nowNs(),
                        7,
                        new LearnedFiles(Optional.of(directory), "routes-"),
                        turns,
                        filing);
        made.serve(
                speaker,
                networks -> {
                    changed.add(networks);
                    turns.take(takesNs);
                },
                events::add);
        turns.pass(0);
        return made;
    }

    private void restart() {
        routing.close();
        turns = new ManualTurns();
        filing = new ManualTurns();
        speaker = new FakeSpeaker();
        changed.clear();
        routing = start();
        listener = routing.listener();
    }

    private static RoutingDomainId rdid(int tenant) {
        return new RoutingDomainId(new UUID(1, tenant));
    }

    private static String id(int tenant) {
        return rdid(tenant).value() + "/router";
    }

    private static BgpNetwork network(int tenant, PrefixLimit limit, LocalRoute... more) {
        List<LocalRoute> local = new ArrayList<>(List.of(more));
        local.add(local("10.0.0.0/24", LocalRoute.Source.SUBNET, "subnet 5001"));
        local.add(local("10.1.0.0/16", LocalRoute.Source.TUNNEL, "connection office"));
        IpAddress own = IpAddress.parse("10.254.254.2");
        PeerSettings settings =
                new PeerSettings(
                                "router",
                                IpAddress.parse("10.1.255.1"),
                                new Asn(65001),
                                Map.of(AddressFamily.IPV4_UNICAST, own))
                        .withPrefixLimit(limit);
        return new BgpNetwork(
                rdid(tenant),
                "tenant" + tenant,
                new TenantBgp(
                        new RouterSettings(
                                new Asn(64512),
                                RouterId.parse("10.254.254.2"),
                                Set.of(own),
                                4,
                                RouteLimits.DEFAULT),
                        new TenantBgp.Redistribution(true, true, true),
                        List.of(),
                        List.of(
                                new TenantBgp.Peer(
                                        settings,
                                        own,
                                        new TenantBgp.Session(90, Ttl.DIRECT, IPV4, 120, false)))),
                local,
                Map.of("router", 100 + tenant));
    }

    private static LocalRoute local(String prefix, LocalRoute.Source source, String link) {
        return new LocalRoute(IpPrefix.parse(prefix), source, link, 0, true, true);
    }

    private void configure(int... tenants) {
        routing.update(
                Set.of(),
                IntStream.of(tenants).mapToObj(t -> network(t, PrefixLimit.DEFAULT)).toList());
        turns.pass(SECOND);
    }

    private void up(int tenant, boolean continued) {
        listener.up(
                id(tenant),
                new PeerSession(
                        true,
                        90,
                        "10.1.255.1",
                        true,
                        true,
                        IPV4,
                        true,
                        false,
                        60,
                        IPV4,
                        continued));
        turns.pass(SECOND);
    }

    private static RouteUpdate route(String nextHop, String... prefixes) {
        return RouteUpdate.announce(
                PathAttributes.builder(IpAddress.parse(nextHop))
                        .asPath(AsPath.sequence(65001))
                        .build(),
                List.of(prefixes).stream().map(IpPrefix::parse).toList());
    }

    private Map<IpPrefix, List<Way>> learned(int tenant) {
        return routing.learned(rdid(tenant)).routes();
    }

    @Test
    void aNetworksPeersAreToldToTheSpeakerUnderTheirAliases() {
        configure(1, 2);
        PeerSpec spec = Objects.requireNonNull(speaker.peers.get(id(1)));
        assertThat(speaker.peers).containsOnlyKeys(id(1), id(2));
        assertThat(spec.peerAlias()).hasToString("10.128.0.101");
        assertThat(spec.localAs()).isEqualTo(new Asn(64512));
        assertThat(spec.gracefulRestartSeconds()).isEqualTo(120);
        routing.update(Set.of(rdid(1)), List.of());
        turns.pass(0);
        assertThat(speaker.peers).containsOnlyKeys(id(2));
    }

    @Test
    void aLearnedRouteLeadsByTheLinkOfItsNextHop() {
        configure(1);
        up(1, false);
        listener.updated(id(1), route("10.1.255.1", "10.50.0.0/16", "0.0.0.0/0"));
        turns.pass(0);
        assertThat(learned(1))
                .containsOnly(
                        Map.entry(IpPrefix.parse("10.50.0.0/16"), List.of(OFFICE)),
                        Map.entry(IpPrefix.ALL_IPV4, List.of(OFFICE)));
        assertThat(routing.learned(rdid(1)).peers())
                .containsOnly(Map.entry(IpAddress.parse("10.1.255.1"), OFFICE));
        assertThat(changed).last().isEqualTo(Set.of(rdid(1)));
        listener.updated(id(1), RouteUpdate.withdraw(List.of(IpPrefix.ALL_IPV4)));
        turns.pass(10 * MS);
        assertThat(learned(1)).containsOnlyKeys(IpPrefix.parse("10.50.0.0/16"));
    }

    @Test
    void whatOneTenantLearnsIsNoneOfAnothers() {
        configure(1, 2);
        up(1, false);
        up(2, false);
        changed.clear();
        listener.updated(id(1), route("10.1.255.1", "10.50.0.0/16"));
        turns.pass(SECOND);
        assertThat(learned(2)).isEmpty();
        assertThat(changed).containsExactly(Set.of(rdid(1)));
    }

    @Test
    void peersAreToldTheNetworksOwnRoutesAndTheEndOfThem() {
        configure(1);
        up(1, false);
        assertThat(speaker.sent.get(id(1)))
                .singleElement()
                .satisfies(update ->
                        assertThat(update.announced())
                                .flatExtracting(a -> a.prefixes())
                                .containsExactlyInAnyOrder(
                                        IpPrefix.parse("10.0.0.0/24"),
                                        IpPrefix.parse("10.1.0.0/16")));
        assertThat(speaker.said).containsExactly("end-of-rib IPV4_UNICAST");
        assertThat(listener.advertised(id(1))).isNotEmpty();
    }

    @Test
    void updatesThatComeInARowAreOneChange() {
        configure(1);
        up(1, false);
        changed.clear();
        for (int i = 0; i < 200; i++) {
            listener.updated(id(1), route("10.1.255.1", "10." + (50 + i % 50) + ".0.0/16"));
            turns.pass(MS / 10);
        }
        turns.pass(SECOND);
        assertThat(learned(1)).hasSize(50);
        assertThat(changed).hasSizeLessThanOrEqualTo(4);
    }

    /// 9 times the 5 ms that each change takes.
    @Test
    void aNetworkWhoseChangesTakeLongIsLeftAloneTheLonger() {
        configure(1);
        up(1, false);
        changed.clear();
        takesNs = 5 * MS;
        for (int i = 0; i < 100; i++) {
            listener.updated(id(1), route("10.1.255.1", "10.50." + i + ".0/24"));
            turns.pass(MS);
        }
        assertThat(changed).hasSizeBetween(2, 4);
        turns.pass(SECOND);
        assertThat(learned(1)).hasSize(100);
    }

    /// The shard that tells them to peers is shared with others.
    @Test
    void aNetworkThatTellsManyPrefixesForEverIsLeftAloneForAsLongAsTheyTake() {
        LocalRoute[] many =
                IntStream.range(0, 4000)
                        .mapToObj(i -> "10.60.%d.%d/32".formatted(i / 250, i % 250))
                        .map(prefix ->
                                local(prefix, LocalRoute.Source.NETWORK, "connection office"))
                        .toArray(LocalRoute[]::new);
        routing.update(Set.of(), List.of(network(1, PrefixLimit.DEFAULT, many)));
        turns.pass(SECOND);
        up(1, false);
        for (int i = 0; i < 40; i++) {
            LocalRoute[] now = i % 2 == 0 ? new LocalRoute[0] : many;
            routing.update(Set.of(), List.of(network(1, PrefixLimit.DEFAULT, now)));
            turns.pass(25 * MS);
        }
        int prefixes =
                Objects.requireNonNull(speaker.sent.get(id(1))).stream()
                        .mapToInt(update ->
                                update.withdrawn().size()
                                        + update.announced().stream()
                                                .mapToInt(said -> said.prefixes().size())
                                                .sum())
                        .sum();
        assertThat(prefixes).isBetween(8000, 2 * 4000 + 20_000);
    }

    @Test
    void whatAPeerCausesToBeToldDoesNotPileUp() {
        configure(1);
        up(1, false);
        for (int i = 0; i < 10_000; i++) {
            listener.malformed(id(1), "ORIGIN of 3");
        }
        assertThat(turns.waiting()).isLessThan(50);
        turns.pass(SECOND);
        assertThat(events).hasSizeBetween(10, 30);
    }

    @Test
    void routesOfAPeerThatSaidGoodbyeGoAndOthersStayForTheRestartTime() {
        configure(1, 2);
        for (int tenant = 1; tenant <= 2; tenant++) {
            up(tenant, false);
            listener.updated(id(tenant), route("10.1.255.1", "10.50.0.0/16"));
        }
        turns.pass(SECOND);
        listener.notification(id(1), false, 6, 2, "shutdown");
        listener.down(id(1), "it said goodbye");
        listener.down(id(2), "silence");
        turns.pass(SECOND);
        assertThat(learned(1)).isEmpty();
        assertThat(learned(2)).hasSize(1);
        turns.pass(61 * SECOND);
        routing.eachSecond();
        turns.pass(SECOND);
        assertThat(learned(2)).isEmpty();
        assertThat(events.toString()).contains("it said goodbye").contains("what=down");
    }

    @Test
    void aPeerOverItsMaximumStaysAwayForTheTime() {
        routing.update(Set.of(), List.of(network(1, new PrefixLimit(2, 50, 30))));
        turns.pass(SECOND);
        up(1, false);
        listener.updated(id(1), route("10.1.255.1", "10.50.0.0/16", "10.51.0.0/16"));
        listener.updated(id(1), route("10.1.255.1", "10.52.0.0/16"));
        turns.pass(SECOND);
        assertThat(speaker.peers).isEmpty();
        assertThat(learned(1)).isEmpty();
        assertThat(events.toString()).contains("prefix-warning").contains("prefix-limit");
        listener.down(id(1), "removed");
        turns.pass(31 * SECOND);
        routing.eachSecond();
        turns.pass(SECOND);
        assertThat(speaker.peers).containsOnlyKeys(id(1));
    }

    @Test
    void anotherProcessBeginsWithWhatWasLearned() {
        configure(1);
        up(1, false);
        listener.updated(id(1), route("10.1.255.1", "10.50.0.0/16", "10.51.0.0/16"));
        turns.pass(SECOND);
        var before = routing.learned(rdid(1));
        restart();
        assertThat(routing.learned(rdid(1))).as("before anything is compiled").isEqualTo(before);
        configure(1);
        assertThat(routing.learned(rdid(1))).isEqualTo(before);
        assertThat(changed).as("nothing is decided anew").isEmpty();
        up(1, true);
        listener.updated(id(1), route("10.1.255.1", "10.51.0.0/16"));
        listener.refreshEnded(id(1), AddressFamily.IPV4_UNICAST);
        turns.pass(SECOND);
        assertThat(learned(1)).containsOnlyKeys(IpPrefix.parse("10.51.0.0/16"));
    }

    @Test
    void aDamagedFileIsAsNone() throws Exception {
        configure(1);
        up(1, false);
        listener.updated(id(1), route("10.1.255.1", "10.50.0.0/16"));
        turns.pass(SECOND);
        routing.close();
        Path file = directory.resolve("routes-" + rdid(1).value());
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at += 3) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x41;
            Files.write(file, damaged);
            assertThat(new LearnedFiles(Optional.of(directory), "routes-").read())
                    .as("byte " + at)
                    .isEmpty();
        }
        Files.write(file, bytes);
        assertThat(new LearnedFiles(Optional.of(directory), "routes-").read()).hasSize(1);
    }

    @Test
    void aNetworkWithoutBgpLeavesNothingBehind() {
        configure(1);
        up(1, false);
        listener.updated(id(1), route("10.1.255.1", "10.50.0.0/16"));
        turns.pass(SECOND);
        routing.eachSecond();
        routing.eachSecond();
        turns.pass(SECOND);
        assertThat(directory).as("the thread bgp waits for no disk").isEmptyDirectory();
        filing.pass(SECOND);
        assertThat(directory.resolve("routes-" + rdid(1).value())).exists();
        routing.update(Set.of(rdid(1)), List.of());
        turns.pass(SECOND);
        filing.pass(SECOND);
        assertThat(directory).isEmptyDirectory();
        assertThat(learned(1)).isEmpty();
    }

    @Test
    void whileTheSpeakerIsAwayRoutesStay() {
        configure(1);
        up(1, false);
        listener.updated(id(1), route("10.1.255.1", "10.50.0.0/16"));
        turns.pass(SECOND);
        listener.unknown(id(1));
        turns.pass(SECOND);
        assertThat(learned(1)).hasSize(1);
        turns.pass(TenantRouting.STALE_SECONDS * SECOND);
        routing.eachSecond();
        turns.pass(SECOND);
        assertThat(learned(1)).isEmpty();
    }

    private static PuntPeer watched(int tenant) {
        return new PuntPeer(
                100 + tenant,
                tenant,
                rdid(tenant),
                IpAddress.parse("10.1.255.1"),
                IpAddress.parse("10.254.254.2"),
                PuntPeer.Arrival.ANY,
                new BfdTimers(100_000, 3, false),
                new PuntState());
    }

    /// As a worker tells it.
    private void bfd(PuntPeer peer, BfdState state, BfdState remote, boolean failed) {
        BfdDiagnostic why = failed ? BfdDiagnostic.DETECTION_TIME_EXPIRED : BfdDiagnostic.NONE;
        BfdStatus.Seen seen =
                new BfdStatus.Seen(state.code(), why.code(), remote.code(), 0, 100_000, 300_000);
        if (peer.state().bfd().write(seen, state == BfdState.UP, failed)) {
            routing.bfdChanged(peer);
        }
    }

    private PuntPeer comesUpByBfd(int tenant) {
        PuntPeer peer = watched(tenant);
        up(tenant, false);
        bfd(peer, BfdState.DOWN, BfdState.DOWN, false);
        bfd(peer, BfdState.UP, BfdState.UP, false);
        listener.updated(id(tenant), route("10.1.255.1", "10.50.0.0/16"));
        turns.pass(SECOND);
        assertThat(learned(tenant)).hasSize(1);
        speaker.said.clear();
        return peer;
    }

    /// Although it restarts gracefully, and its session stands as far as the speaker knows.
    @Test
    void theRoutesOfAPeerThatBfdFindsDeadGoAtOnce() {
        configure(1, 2);
        PuntPeer dead = comesUpByBfd(1);
        comesUpByBfd(2);
        listener.updated(id(1), route("10.1.255.1", "10.51.0.0/16"));
        turns.pass(0);
        assertThat(learned(1)).hasSize(2);
        bfd(dead, BfdState.DOWN, BfdState.DOWN, true);
        turns.pass(0);
        assertThat(learned(1)).as("without the rest after a change").isEmpty();
        assertThat(speaker.said).containsExactly("reset BFD_DOWN");
        assertThat(learned(2)).hasSize(1);
        assertThat(events.toString()).contains("bfd-down").contains("detection time expired");
        listener.updated(id(1), route("10.1.255.1", "10.50.0.0/16"));
        turns.pass(SECOND);
        assertThat(learned(1)).as("of the session that ends").isEmpty();
        listener.down(id(1), "reset");
        up(1, false);
        listener.updated(id(1), route("10.1.255.1", "10.50.0.0/16"));
        turns.pass(SECOND);
        assertThat(learned(1)).hasSize(1);
    }

    @Test
    void aFailureIsNotMissedWhenItIsUpAgainBeforeItIsRead() {
        configure(1);
        PuntPeer peer = comesUpByBfd(1);
        bfd(peer, BfdState.DOWN, BfdState.DOWN, true);
        bfd(peer, BfdState.UP, BfdState.UP, false);
        turns.pass(0);
        assertThat(learned(1)).isEmpty();
        assertThat(speaker.said).containsExactly("reset BFD_DOWN");
    }

    @Test
    void whatStayedFromASessionBeforeGoesToo() {
        configure(1);
        PuntPeer peer = comesUpByBfd(1);
        listener.unknown(id(1));
        turns.pass(SECOND);
        assertThat(learned(1)).hasSize(1);
        bfd(peer, BfdState.DOWN, BfdState.DOWN, true);
        turns.pass(0);
        assertThat(learned(1)).isEmpty();
    }

    /// The speaker was away when it was to be told.
    @Test
    void aSessionThatIsToEndDoesNotGoOnWithAnotherStream() {
        configure(1);
        PuntPeer peer = comesUpByBfd(1);
        listener.unknown(id(1));
        bfd(peer, BfdState.DOWN, BfdState.DOWN, true);
        turns.pass(SECOND);
        speaker.said.clear();
        up(1, true);
        assertThat(speaker.said).containsExactly("reset BFD_DOWN");
        listener.updated(id(1), route("10.1.255.1", "10.50.0.0/16"));
        turns.pass(SECOND);
        assertThat(learned(1)).isEmpty();
    }

    @Test
    void aPeerThatTakesBfdDownOnPurposeKeepsItsSession() {
        configure(1);
        PuntPeer peer = comesUpByBfd(1);
        bfd(peer, BfdState.DOWN, BfdState.ADMIN_DOWN, false);
        turns.pass(SECOND);
        assertThat(learned(1)).hasSize(1);
        assertThat(speaker.said).isEmpty();
        assertThat(events.toString()).contains("bfd-off").contains("on purpose");
    }

    /// It begins in Down after a restart of the gateway, which says nothing of the peer.
    @Test
    void aSessionThatWasNeverUpEndsNothing() {
        configure(1);
        up(1, true);
        listener.updated(id(1), route("10.1.255.1", "10.50.0.0/16"));
        bfd(watched(1), BfdState.DOWN, BfdState.DOWN, false);
        turns.pass(SECOND);
        assertThat(learned(1)).hasSize(1);
        assertThat(speaker.said).doesNotContain("reset BFD_DOWN");
        assertThat(routing.peers(rdid(1)).getFirst().bfd().state()).isEqualTo("down");
    }
}
