package io.hnvgateway.ipsec.sa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.ipsec.cipher.EspCiphers;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SaDatabaseTest {
    private record Command(int worker, Runnable action) {}

    private final List<Command> commands = new ArrayList<>();
    private final RecordedEvents events = new RecordedEvents();
    private final SaDatabase database =
            new SaDatabase(
                    2,
                    EspCiphers.best(2),
                    (worker, action) -> commands.add(new Command(worker, action)),
                    events);

    @AfterEach
    void close() {
        database.close();
        commands.forEach(each -> each.action.run());
    }

    @Test
    void aTunnelIsOneForItsConnection() {
        Tunnel contoso = database.openTunnel("contoso");
        Tunnel woodgrove = database.openTunnel("woodgrove");

        assertThat(database.openTunnel("contoso")).isSameAs(contoso);
        assertThat(database.tunnel(contoso.index())).isSameAs(contoso);
        assertThat(database.tunnel("woodgrove")).isSameAs(woodgrove);
        assertThat(contoso.worker()).isNotEqualTo(woodgrove.worker());
        assertThat(database.tunnel(99)).isNull();
        assertThat(database.tunnel(-1)).isNull();
    }

    @Test
    void anIndexIsGivenAgainOnlyOnceItsTunnelIsClosed() {
        Tunnel contoso = database.openTunnel("contoso");
        database.openTunnel("woodgrove");
        database.closeTunnel("contoso");

        assertThat(database.tunnel(contoso.index())).isNull();
        assertThat(database.openTunnel("fabrikam").index()).isEqualTo(contoso.index());
    }

    @Test
    void anSpiNamesItsSaAndTheWorkerOfItsTunnel() {
        Tunnel tunnel = database.openTunnel("contoso");
        int spi = database.allocateSpi(tunnel);
        SecurityAssociation sa = database.add(TestSas.inbound(spi).build());

        assertThat(database.find(spi)).isSameAs(sa);
        assertThat(database.workerOf(spi)).isEqualTo(tunnel.worker());
        assertThat(database.find(spi ^ 1 << 25)).as("other random bits").isNull();
        assertThat(database.find(spi + 1)).isNull();
        assertThat(database.find(0x000f_ffff)).isNull();
    }

    @Test
    void theKeysHandedOverAreOverwritten() {
        SaParameters parameters = outbound(7, "contoso");

        assertThat(parameters.keys().encryption()).containsOnly(0);
    }

    @Test
    void theKeysAreOverwrittenEvenOfWhatIsRefused() {
        SaParameters parameters = TestSas.outbound(7).connection("nobody").build();

        assertThatThrownBy(() -> database.add(parameters))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(parameters.keys().encryption()).containsOnly(0);
    }

    @Test
    void refusesAnSpiThatWasNotGivenForThisTunnel() {
        int spi = database.allocateSpi(database.openTunnel("contoso"));
        database.openTunnel("woodgrove");

        assertThatThrownBy(() -> database.add(TestSas.inbound(spi).connection("woodgrove").build()))
                .hasMessageContaining("not given out");
    }

    @Test
    void refusesTheSameTwice() {
        outbound(7, "contoso");

        assertThatThrownBy(() -> outbound(7, "contoso")).hasMessageContaining("already");
    }

    @Test
    void twoPeersMayHaveTheSameSpi() {
        outbound(7, "contoso");
        outbound(7, "woodgrove");

        database.remove(new SaId("contoso", false, 7));

        assertThat(database.openTunnel("woodgrove").isUp()).isTrue();
        assertThat(database.openTunnel("contoso").isUp()).isFalse();
    }

    @Test
    void aNewOutboundSaIsUsedAtOnceAndTheOldOneRemainsUntilItIsDeleted() {
        outbound(7, "contoso");
        outbound(8, "contoso");
        Tunnel tunnel = database.openTunnel("contoso");

        assertThat(Objects.requireNonNull(tunnel.select(packet())).spi).isEqualTo(8);
        assertThat(tunnel.outbound()).hasSize(2);

        database.remove(new SaId("contoso", false, 8));
        assertThat(Objects.requireNonNull(tunnel.select(packet())).spi).isEqualTo(7);
    }

    @Test
    void anOldInboundSaRemainsUntilItIsDeleted() {
        Tunnel tunnel = database.openTunnel("contoso");
        int old = database.allocateSpi(tunnel);
        database.add(TestSas.inbound(old).build());
        int next = database.allocateSpi(tunnel);
        database.add(TestSas.inbound(next).build());

        assertThat(database.find(old)).isNotNull();
        database.remove(new SaId("contoso", true, old));
        assertThat(database.find(old)).isNull();
        assertThat(database.find(next)).isNotNull();
    }

    @Test
    void theFirstWhoseSelectorsAdmitThePacketCarriesIt() {
        database.openTunnel("contoso");
        database.add(TestSas.outbound(7).build());
        database.add(
                TestSas.outbound(8)
                        .selectors(
                                TestSas.ANY4,
                                TestSas.selector("10.9.0.0", "10.9.255.255", 0, 0, 65535))
                        .build());

        Packet packet = packet();
        packet.destination = 0x0a08_0001;
        OutboundSa first = database.openTunnel("contoso").select(packet);
        packet.destination = 0x0a09_0001;
        OutboundSa second = database.openTunnel("contoso").select(packet);

        assertThat(Objects.requireNonNull(first).spi).isEqualTo(7);
        assertThat(Objects.requireNonNull(second).spi).isEqualTo(8);
    }

    @Test
    void keysAreOverwrittenOnTheOwnersThreadAndNothingPassesAfterwards() {
        outbound(7, "contoso");
        Tunnel tunnel = database.openTunnel("contoso");
        OutboundSa sa = tunnel.outbound().getFirst();

        database.remove(new SaId("contoso", false, 7));

        assertThat(sa.ended()).as("not before the worker has run it").isFalse();
        assertThat(commands).hasSize(1);
        assertThat(commands.getFirst().worker).isEqualTo(tunnel.worker());
        commands.removeFirst().action.run();
        assertThat(sa.ended()).isTrue();
        assertThat(sa.claim(100, 1)).isZero();
    }

    @Test
    void anSpiThatNoSaCameToHaveIsGivenBack() {
        Tunnel tunnel = database.openTunnel("contoso");
        int unused = database.allocateSpi(tunnel);
        int used = database.allocateSpi(tunnel);
        database.add(TestSas.inbound(used).build());

        database.releaseSpi(unused);
        database.releaseSpi(unused);
        database.releaseSpi(used);

        assertThat(database.find(used)).isNotNull();
        assertThatThrownBy(() -> database.add(TestSas.inbound(unused).build()))
                .hasMessageContaining("not given out");
    }

    @Test
    void onePeerCannotUseUpTheSpisOfOthers() {
        Tunnel contoso = database.openTunnel("contoso");
        Tunnel woodgrove = database.openTunnel("woodgrove");
        List<Integer> given = new ArrayList<>();
        for (int i = 0; i < SaDatabase.MAX_SPIS_OF_TUNNEL; i++) {
            given.add(database.allocateSpi(contoso));
        }
        assertThat(given).doesNotContain(0);
        assertThat(events.all).isEmpty();

        assertThat(database.allocateSpi(contoso)).isZero();
        assertThat(contoso.refused()).isEqualTo(1);
        assertThat(events.all).containsExactly("refused contoso TUNNEL_LIMIT");
        assertThat(Refusal.TUNNEL_LIMIT.text()).contains("128 CHILD_SAs");
        assertThat(database.allocateSpi(woodgrove)).isNotZero();

        database.releaseSpi(given.getFirst());
        int again = database.allocateSpi(contoso);
        assertThat(again).isNotZero();
        database.add(TestSas.inbound(again).build());
        database.remove(new SaId("contoso", true, again));
        assertThat(database.allocateSpi(contoso)).as("of an SA that ended").isNotZero();
        assertThat(database.allocateSpi(contoso)).isZero();
    }

    @Test
    void aTunnelThatIsMadeAgainHasItsWholeLimit() {
        Tunnel before = database.openTunnel("contoso");
        for (int i = 0; i < SaDatabase.MAX_SPIS_OF_TUNNEL; i++) {
            database.allocateSpi(before);
        }
        database.closeTunnel("contoso");
        assertThat(database.allocateSpi(database.openTunnel("contoso"))).isNotZero();
    }

    @Test
    void anSaWithMoreSelectorsOfASideThanAPacketMayBeComparedWithIsRefused() {
        Tunnel tunnel = database.openTunnel("contoso");
        database.add(TestSas.outbound(7).selectors(networks(64), networks(64)).build());
        assertThat(events.all).isEmpty();

        SaParameters local = TestSas.outbound(8).selectors(networks(65), networks(1)).build();
        assertThatThrownBy(() -> database.add(local)).isInstanceOf(RefusedException.class);
        assertThat(local.keys().encryption()).containsOnly(0);
        int spi = database.allocateSpi(tunnel);
        SaParameters remote = TestSas.inbound(spi).selectors(networks(1), networks(65)).build();
        assertThatThrownBy(() -> database.add(remote)).hasMessageContaining("more than 64");

        assertThat(events.all)
                .containsExactly(
                        "refused contoso SELECTORS_OF_SIDE", "refused contoso SELECTORS_OF_SIDE");
        assertThat(tunnel.refused()).isEqualTo(2);
        assertThat(tunnel.outbound()).hasSize(1);
        assertThat(database.find(spi)).isNull();
    }

    @Test
    void theSelectorsOfAllSasOfATunnelAreBoundedInEachDirection() {
        Tunnel contoso = database.openTunnel("contoso");
        database.openTunnel("woodgrove");
        for (int spi = 1; spi <= 3; spi++) {
            database.add(TestSas.outbound(spi).selectors(networks(64), networks(64)).build());
        }
        assertThatThrownBy(() -> outbound(4, "contoso"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("384");
        assertThat(events.all).containsExactly("refused contoso SELECTORS_OF_TUNNEL");
        assertThat(contoso.outbound()).hasSize(3);

        database.add(TestSas.inbound(database.allocateSpi(contoso)).build());
        outbound(4, "woodgrove");
        database.remove(new SaId("contoso", false, 1));
        outbound(4, "contoso");
        assertThat(events.all).hasSize(1);
    }

    private static List<TrafficSelector> networks(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "10." + i + ".0.")
                .map(net -> TestSas.selector(net + "0", net + "255", 0, 0, 65535))
                .toList();
    }

    @Test
    void closingATunnelEndsItsSas() {
        int spi = database.allocateSpi(database.openTunnel("contoso"));
        database.add(TestSas.inbound(spi).build());
        outbound(7, "contoso");
        outbound(7, "woodgrove");

        database.closeTunnel("contoso");

        assertThat(database.size()).isEqualTo(1);
        assertThat(database.find(spi)).isNull();
        assertThat(commands).hasSize(2);
    }

    @Test
    void associationsOfAConnectionAreItsOwnOldestFirst() {
        int spi = database.allocateSpi(database.openTunnel("contoso"));
        database.add(TestSas.inbound(spi).build());
        outbound(7, "woodgrove");
        outbound(8, "contoso");
        outbound(7, "contoso");
        assertThat(spisOf("contoso")).containsExactly(spi, 8, 7);
        assertThat(spisOf("woodgrove")).containsExactly(7);
        assertThat(spisOf("nobody")).isEmpty();

        database.remove(new SaId("contoso", false, 8));
        assertThat(spisOf("contoso")).containsExactly(spi, 7);
        assertThat(database.size()).isEqualTo(3);
    }

    private List<Integer> spisOf(String connection) {
        return database.associations(connection).stream().map(sa -> sa.spi).toList();
    }

    @Test
    void usageTellsPacketsBytesAndTheLastUseInSeconds() {
        outbound(7, "contoso");
        SaId id = new SaId("contoso", false, 7);
        assertThat(database.usage(id)).isEqualTo(new SaUsage(0, 0, 0));

        OutboundSa sa = database.openTunnel("contoso").outbound().getFirst();
        sa.claim(100, 5_900_000_000L);
        sa.claim(50, 6_100_000_000L);

        assertThat(database.usage(id)).isEqualTo(new SaUsage(2, 150, 6));
        assertThat(database.usage(new SaId("contoso", true, 7))).isNull();
    }

    @Test
    void newEndpointsAreUsedFromTheNextPacketOn() {
        outbound(7, "contoso");
        SaId id = new SaId("contoso", false, 7);

        assertThat(database.update(id, TestSas.udp("2001:db8::1", 4500, "2001:db8::2", 4501)))
                .isTrue();

        OutboundSa sa = database.openTunnel("contoso").outbound().getFirst();
        assertThat(sa.outer().isIpv6()).isTrue();
        assertThat(sa.outer().bytes()).isEqualTo(48);
        assertThat(database.update(new SaId("x", false, 7), TestSas.endpoints("::1", "::2")))
                .isFalse();
    }

    @Test
    void nothingShowsKeys() {
        SaParameters parameters = TestSas.outbound(7).build();
        String first = Byte.toString(parameters.keys().encryption()[0]);
        database.openTunnel("contoso");
        String shown = parameters + " " + database.add(parameters);

        assertThat(shown).doesNotContain("[B@").doesNotContain(first + ", ");
    }

    private SaParameters outbound(int spi, String connection) {
        database.openTunnel(connection);
        SaParameters parameters = TestSas.outbound(spi).connection(connection).build();
        database.add(parameters);
        return parameters;
    }

    private static Packet packet() {
        Packet packet = new Packet();
        packet.source = 0x0a00_0001;
        packet.destination = 0x0a09_0001;
        packet.protocol = IpProtocol.TCP;
        return packet;
    }
}
