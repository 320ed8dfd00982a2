package io.hnvgateway.ipsec.connection;

import static io.hnvgateway.ipsec.vici.TwoCharons.HERE;
import static io.hnvgateway.ipsec.vici.TwoCharons.THERE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.connection.ConnectionFailure.Kind;
import io.hnvgateway.ipsec.connection.ConnectionSpec.Start;
import io.hnvgateway.ipsec.connection.ConnectionStatus.State;
import io.hnvgateway.ipsec.vici.Charon;
import io.hnvgateway.ipsec.vici.IkeSa;
import io.hnvgateway.ipsec.vici.TwoCharons;
import io.hnvgateway.ipsec.vici.ViciClient;
import io.hnvgateway.ipsec.vici.ViciException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The supervisor with a real charon, against another one as the office's device. The pre-shared
/// keys are loaded over VICI here, since these charons lack the plugin.
@Tag("net")
class ConnectionsNetTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String NAME = "d0d0d0d0-0000-4000-8000-000000000001/office";
    private static final String CHILD = "net";
    private static TwoCharons charons;

    private final List<String> changes = new CopyOnWriteArrayList<>();
    private ViciClient client;
    private ViciClient peerClient;
    private Charon charon;
    private Connections connections;
    private Connections peer;

    @BeforeAll
    static void start() throws Exception {
        charons = new TwoCharons("retransmit_timeout = 1.0\n  retransmit_tries = 2");
    }

    @AfterAll
    static void stop() {
        charons.close();
    }

    @BeforeEach
    void connect() throws Exception {
        client = new ViciClient(charons.here().socket());
        peerClient = new ViciClient(charons.there().socket());
        charon = new Charon(client);
        connections =
                new Connections(
                        client,
                        ConnectionSpecs.SEAL,
                        (name, up) -> changes.add(name + (up ? " up" : " down")));
        peer = new Connections(peerClient, ConnectionSpecs.SEAL, (name, up) -> {});
        secrets("open sesame", "open sesame");
    }

    @AfterEach
    void clear() throws Exception {
        connections.apply(List.of());
        peer.apply(List.of());
        connections.close();
        peer.close();
        for (Charon each : List.of(charon, new Charon(peerClient))) {
            each.clearCredentials();
            each.close();
        }
        client.close();
        peerClient.close();
    }

    private void secrets(String here, String there) throws ViciException {
        charon.loadShared("psk", "IKE", here.getBytes(UTF_8), List.of());
        try (Charon other = new Charon(peerClient)) {
            other.loadShared("psk", "IKE", there.getBytes(UTF_8), List.of());
        }
    }

    @Test
    void aTunnelComesUpOnDemandAndEndsWhenItsConnectionGoes() throws Exception {
        peerHas(theirs(Start.BY_PEER).build());
        connections.apply(List.of(ours(Start.ON_DEMAND).build()));
        assertThat(await(State.WAITING).failure()).isNull();
        assertThat(connections.demand(NAME)).isTrue();
        assertThat(connections.demand(NAME)).isTrue();
        ConnectionStatus up = await(State.ESTABLISHED);
        assertThat(up.peer()).isEqualTo(THERE + " there@example.org");
        assertThat(up.algorithms()).contains("AES_GCM_16-256");
        assertThat(up.counters().attempts()).as("once, for one need").isEqualTo(1);
        assertThat(charon.sas(NAME)).hasSize(1);
        awaitChanges(NAME + " up");

        connections.apply(List.of());
        assertThat(connections.statuses()).isEmpty();
        assertThat(charon.connectionNames()).isEmpty();
        assertThat(charon.sas(NAME)).isEmpty();
        awaitChanges(NAME + " up", NAME + " down");
        assertThat(connections.demand(NAME)).isFalse();
    }

    @Test
    void oneThatIsAlwaysUpComesBack() throws Exception {
        peerHas(theirs(Start.BY_PEER).build());
        connections.apply(List.of(ours(Start.ALWAYS).build()));
        await(State.ESTABLISHED);
        charon.terminate(NAME, Duration.ofSeconds(5));
        awaitStatus(status -> status.counters().ups() == 2);
    }

    @Test
    void thePeerMayBeginUnlessOnlyThisSideDoes() throws Exception {
        connections.apply(List.of(ours(Start.BY_PEER).build()));
        await(State.WAITING);
        assertThat(connections.demand(NAME)).as("known, and nothing to do").isTrue();
        peerHas(theirs(Start.ALWAYS).build());
        await(State.ESTABLISHED);

        connections.apply(List.of(ours(Start.ON_DEMAND).initiateOnly().build()));
        awaitSas(0);
        peer.demand(NAME);
        Thread.sleep(1000); // whatever the peer tries meanwhile
        awaitSas(0);
        assertThat(status().state()).isNotEqualTo(State.ESTABLISHED);
    }

    @Test
    void aSecondTunnelOfAConnectionEndsTheFirst() throws Exception {
        peerHas(theirs(Start.BY_PEER).build());
        connections.apply(List.of(ours(Start.ON_DEMAND).build()));
        await(State.WAITING);
        connections.demand(NAME);
        await(State.ESTABLISHED);
        long first = charon.sas(NAME).getFirst().uniqueId();
        peer.close();
        charons.there().restart();
        peer = new Connections(peerClient, ConnectionSpecs.SEAL, (name, up) -> {});
        secrets("open sesame", "open sesame");
        peerHas(theirs(Start.ALWAYS).build());
        awaitStatus(status -> {
            try {
                var sas = charon.sas(NAME);
                return sas.size() == 1 && sas.getFirst().uniqueId() != first;
            } catch (ViciException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(status().state()).isEqualTo(State.ESTABLISHED);
    }

    @Test
    void everythingIsPushedAgainWhenCharonCameBackAndStrangersEnd() throws Exception {
        peerHas(theirs(Start.BY_PEER).build());
        connections.apply(List.of(ours(Start.ALWAYS).build()));
        await(State.ESTABLISHED);
        charons.here().kill();
        assertThat(await(State.NO_CHARON).failure()).isNotNull();
        charons.here().restart();
        secrets("open sesame", "open sesame");
        await(State.ESTABLISHED);

        connections.close();
        Connections next = new Connections(client, ConnectionSpecs.SEAL, (name, up) -> {});
        next.apply(List.of(ours(Start.ON_DEMAND).named("other/one").build()));
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!charon.connectionNames().equals(List.of("other/one"))
                || !charon.sas(NAME).isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
        next.apply(List.of());
        next.close();
    }

    /// Whoever renews its keys, and however often.
    @Test
    void tunnelsAreAdoptedByTheNextGateway() throws Exception {
        ConnectionSpec same = ours(Start.ON_DEMAND).build();
        establish(same);
        String child = ConnectionSpecs.SEAL.childName(same);
        charon.rekeyChildren(NAME, child);
        awaitStatus(status -> status.counters().rekeys() == 1);
        try (Charon other = new Charon(peerClient)) {
            other.rekeyChildren(NAME, other.sas(NAME).getFirst().children().getFirst().name());
            awaitStatus(status -> status.counters().rekeys() == 2);
            long first = ikeSa();
            charon.rekeyIke(NAME);
            awaitOtherSa(first);
            long second = ikeSa();
            other.rekeyIke(NAME);
            awaitOtherSa(second);
        }
        long sa = ikeSa();
        connections.close();
        connections = nextGateway();
        connections.apply(List.of(same));
        await(State.ESTABLISHED);
        assertThat(ikeSa()).isEqualTo(sa);
        assertThat(charon.sas(NAME).getFirst().children())
                .isNotEmpty()
                .allMatch(each -> each.name().equals(child));
        awaitChanges(NAME + " up", NAME + " adopted");
    }

    /// The one before has died before it could end it.
    @Test
    void tunnelsOfWhatAConnectionWasAreEndedByTheNextGateway() throws Exception {
        establish(ours(Start.ON_DEMAND).build());
        long sa = ikeSa();
        connections.close();
        connections = nextGateway();
        assertThat(connections.isJudged()).isFalse();
        connections.apply(List.of(ours(Start.ON_DEMAND).secret("barley sugar").build()));
        await(State.WAITING);
        assertThat(connections.isJudged()).isTrue();
        awaitSas(0);
        connections.demand(NAME);
        await(State.ESTABLISHED);
        assertThat(ikeSa()).isNotEqualTo(sa);
        assertThat(changes).containsExactly(NAME + " up", NAME + " adopted");
    }

    private void establish(ConnectionSpec spec) throws Exception {
        peerHas(theirs(Start.BY_PEER).build());
        connections.apply(List.of(spec));
        await(State.WAITING);
        connections.demand(NAME);
        await(State.ESTABLISHED);
    }

    private Connections nextGateway() {
        return new Connections(
                client, ConnectionSpecs.SEAL, (name, up) -> changes.add(name + " adopted"));
    }

    private long ikeSa() throws ViciException {
        return charon.sas(NAME).getFirst().uniqueId();
    }

    private void awaitOtherSa(long than) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (charon.sas(NAME).size() != 1 || ikeSa() == than) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @Test
    void theTunnelOfAConnectionThatChangedWhileCharonWasAwayEnds(@TempDir Path directory)
            throws Exception {
        peerHas(theirs(Start.BY_PEER).build());
        connections.apply(List.of(ours(Start.ON_DEMAND).build()));
        await(State.WAITING);
        connections.demand(NAME);
        await(State.ESTABLISHED);
        long sa = charon.sas(NAME).getFirst().uniqueId();
        connections.close();

        Path socket = directory.resolve("vici.sock");
        try (ViciClient away = new ViciClient(socket);
                Connections next =
                        new Connections(
                                away, ConnectionSpecs.SEAL, (name, up) -> changes.add("next"))) {
            next.apply(List.of(ours(Start.ON_DEMAND).build()));
            next.apply(List.of(ours(Start.ON_DEMAND).secret("barley sugar").build()));
            Files.createSymbolicLink(socket, charons.here().socket());
            awaitStatus(next, status -> status.state() != State.NO_CHARON);
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (charon.sas(NAME).stream().anyMatch(each -> each.uniqueId() == sa)) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(20);
            }
            assertThat(changes).as("was not adopted").doesNotContain("next");
            next.demand(NAME);
            awaitStatus(next, status -> status.state() == State.ESTABLISHED);
        }
    }

    /// The peer's networks do not meet ours: charon keeps the IKE_SA, and the tunnel is untouched.
    @Test
    void aPeersIkeSasWithoutAChildAreFewAndEndAndTheTunnelStays() throws Exception {
        peerHas(theirs(Start.BY_PEER).build());
        connections.apply(List.of(ours(Start.ON_DEMAND).build()));
        await(State.WAITING);
        connections.demand(NAME);
        await(State.ESTABLISHED);
        long sa = charon.sas(NAME).getFirst().uniqueId();
        peer.close(); // it would end what it does not know
        beginWithoutChild(0, IkeSas.MAX_CHILDLESS + 3);
        awaitSas(count -> count == 1 + IkeSas.MAX_CHILDLESS);

        connections.close();
        AtomicLong later = new AtomicLong();
        connections =
                new Connections(
                        client,
                        ConnectionSpecs.SEAL,
                        (name, up) -> {},
                        () -> Instant.now().plusSeconds(later.get()),
                        Duration.ofSeconds(45));
        connections.apply(List.of(ours(Start.ON_DEMAND).build()));
        await(State.ESTABLISHED);
        beginWithoutChild(100, 102);
        awaitSas(count -> count >= 3);
        later.set(IkeSas.CHILDLESS_LIMIT.toSeconds() + 1);
        connections.eachSecond();
        awaitSas(count -> count == 1);
        assertThat(charon.sas(NAME).getFirst().uniqueId()).isEqualTo(sa);
        assertThat(status().state()).isEqualTo(State.ESTABLISHED);
    }

    private void beginWithoutChild(int from, int to) throws Exception {
        try (Charon other = new Charon(peerClient)) {
            for (int i = from; i < to; i++) {
                String name = "empty-" + i;
                ConnectionSpec empty =
                        theirs(Start.BY_PEER)
                                .named(name)
                                .nets("10.9.0.0", "10.8.0.0")
                                .ikeSeconds(9_000 + i)
                                .build();
                other.loadConnection(name, LoadConn.of(empty, CHILD));
                other.begin(name, CHILD);
                awaitIke(other, name);
                other.unloadConnection(name);
            }
        }
    }

    private static void awaitIke(Charon of, String name) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (of.sas(name).stream().noneMatch(IkeSa::isEstablished)) {
            assertThat(System.nanoTime()).as(name).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @Test
    void aWrongSecretIsNamedOnBothSides() throws Exception {
        secrets("open sesame", "barley sugar");
        peerHas(theirs(Start.BY_PEER).build());
        failsWith(ours(Start.ON_DEMAND).build(), Kind.AUTHENTICATION, "the peer does not believe");
        awaitPeerFailure(
                Kind.AUTHENTICATION, "pre-shared key of 'here@example.org' is not the one");
    }

    @Test
    void mismatchedProposalsAreNamedWithThoseOfBothSides() throws Exception {
        peerHas(theirs(Start.BY_PEER).ike("aes128-sha256-modp2048").build());
        failsWith(
                ours(Start.ON_DEMAND).build(),
                Kind.PROPOSALS,
                "takes none of " + ConnectionSpecs.GCM + " for IKE");
        awaitPeerFailure(
                Kind.PROPOSALS,
                "the peer offers IKE:AES_GCM_16_256/PRF_HMAC_SHA2_256/ECP_256; this side takes"
                        + " IKE:AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048");
    }

    @Test
    void mismatchedProposalsForPacketsAreNamed() throws Exception {
        peerHas(theirs(Start.BY_PEER).esp("aes128-sha256").build());
        failsWith(
                ours(Start.ON_DEMAND).build(),
                Kind.PROPOSALS,
                "takes none of aes256gcm16 for packets");
        awaitPeerFailure(Kind.PROPOSALS, "the peer offers ESP:AES_GCM_16_256");
    }

    @Test
    void trafficSelectorsThatDoNotMeetAreNamed() throws Exception {
        peerHas(theirs(Start.BY_PEER).nets("10.0.9.0", "10.0.1.0").build());
        failsWith(
                ours(Start.ON_DEMAND).build(), Kind.TRAFFIC_SELECTORS, "has none of the networks");
        awaitPeerFailure(Kind.TRAFFIC_SELECTORS, "asks for 10.0.2.0/24 here and 10.0.1.0/24 there");
    }

    @Test
    void aPeerThatDoesNotAnswerIsUnreachable() throws Exception {
        connections.close();
        Instant noPauseEnds = Instant.now();
        connections =
                new Connections(
                        client,
                        ConnectionSpecs.SEAL,
                        (name, up) -> {},
                        () -> noPauseEnds,
                        Duration.ofSeconds(45));
        failsWith(ours(Start.ON_DEMAND).to("192.0.2.99").build(), Kind.UNREACHABLE, "192.0.2.99");
        assertThat(connections.demand(NAME)).isTrue();
        assertThat(status().state()).as("not at once again").isEqualTo(State.BACKING_OFF);
        assertThat(charon.sas(NAME)).as("nothing of the attempt is left").isEmpty();
    }

    @Test
    void aConnectionThatCharonRefusesSaysWhy() throws Exception {
        connections.apply(List.of(ours(Start.ON_DEMAND).ike("aes99-nonsense").build()));
        ConnectionStatus status =
                awaitStatus(s ->
                        s.failure() != null
                                && s.failure().kind() == Kind.CONFIGURATION
                                && s.failure().text().contains("proposals"));
        assertThat(status.state()).isNotEqualTo(State.ESTABLISHED);
    }

    /// A value's length has 16 bits in VICI, and a message ends at 512 KB.
    @Test
    void aConnectionThatIsTooLargeForViciIsRefusedAlone() throws Exception {
        ConnectionSpec wide = ours(Start.ON_DEMAND).named("a/wide").manyNets(30_000).build();
        ConnectionSpec longName =
                ours(Start.ON_DEMAND).named("b/long").remoteId("x".repeat(66_000)).build();
        connections.apply(List.of(wide, longName, ours(Start.ON_DEMAND).build()));
        assertThat(await(State.WAITING).failure()).isNull();
        for (String name : List.of("a/wide", "b/long")) {
            assertRefused(connections, name, "too long");
        }
        assertThat(charon.connectionNames()).containsExactly(NAME);

        connections.close();
        connections =
                new Connections(client, ConnectionSpecs.SEAL, (name, up) -> changes.add(name));
        connections.apply(List.of(wide, longName, ours(Start.ON_DEMAND).build()));
        await(State.WAITING);
        assertRefused(connections, "a/wide", "too long");
        assertThat(changes).as("the link to charon stayed").isEmpty();
    }

    private static void assertRefused(Connections of, String name, String text)
            throws InterruptedException {
        ConnectionFailure failure =
                Objects.requireNonNull(awaitStatus(of, name, s -> s.failure() != null).failure());
        assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
        assertThat(failure.text()).contains(text);
    }

    /// The peer is given a connection, and its charon has it.
    private void peerHas(ConnectionSpec spec) throws InterruptedException {
        peer.apply(List.of(spec));
        awaitStatus(peer, status -> status.state() != State.NO_CHARON);
    }

    private void failsWith(ConnectionSpec spec, Kind kind, String text) throws Exception {
        connections.apply(List.of(spec));
        await(State.WAITING);
        connections.demand(NAME);
        ConnectionStatus failed = await(State.BACKING_OFF);
        ConnectionFailure failure = Objects.requireNonNull(failed.failure());
        assertThat(failure.text()).contains(text);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failed.counters().failures()).isPositive();
    }

    private void awaitPeerFailure(Kind kind, String text) throws Exception {
        ConnectionStatus status = awaitStatus(peer, s -> s.failure() != null);
        ConnectionFailure failure = Objects.requireNonNull(status.failure());
        assertThat(failure.text()).contains(text);
        assertThat(failure.kind()).isEqualTo(kind);
    }

    private ConnectionStatus status() {
        return connections.status(NAME).orElseThrow();
    }

    private ConnectionStatus await(State state) throws InterruptedException {
        return awaitStatus(status -> status.state() == state);
    }

    private ConnectionStatus awaitStatus(Predicate<ConnectionStatus> wanted)
            throws InterruptedException {
        return awaitStatus(connections, wanted);
    }

    private static ConnectionStatus awaitStatus(Connections of, Predicate<ConnectionStatus> wanted)
            throws InterruptedException {
        return awaitStatus(of, NAME, wanted);
    }

    private static ConnectionStatus awaitStatus(
            Connections of, String name, Predicate<ConnectionStatus> wanted)
            throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            ConnectionStatus status = of.status(name).orElseThrow();
            if (wanted.test(status)) {
                return status;
            }
            assertThat(System.nanoTime()).as(status::toString).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private void awaitSas(int count) throws Exception {
        awaitSas(now -> now == count);
    }

    private void awaitSas(IntPredicate wanted) throws Exception {
        awaitStatus(status -> {
            try {
                return wanted.test(charon.sas(NAME).size());
            } catch (ViciException e) {
                throw new AssertionError(e);
            }
        });
    }

    private void awaitChanges(String... expected) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (changes.size() < expected.length && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(changes).containsExactly(expected);
    }

    private static ConnectionSpecs ours(Start start) {
        return new ConnectionSpecs(
                NAME, start, HERE, THERE, "here@example.org", "there@example.org");
    }

    private static ConnectionSpecs theirs(Start start) {
        return new ConnectionSpecs(
                        NAME, start, THERE, HERE, "there@example.org", "here@example.org")
                .nets("10.0.2.0", "10.0.1.0");
    }
}
