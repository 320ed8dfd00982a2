package io.hnvgateway.app.pipeline;

import static io.hnvgateway.app.pipeline.TunnelPackets.forwarded;
import static io.hnvgateway.app.pipeline.TunnelPackets.inner;
import static io.hnvgateway.app.pipeline.TunnelPackets.ping;
import static io.hnvgateway.app.pipeline.TunnelPackets.u16;
import static io.hnvgateway.app.pipeline.TunnelPackets.udp;
import static io.hnvgateway.app.pipeline.TunnelWorld.BRANCH;
import static io.hnvgateway.app.pipeline.TunnelWorld.BRANCH_NET;
import static io.hnvgateway.app.pipeline.TunnelWorld.OFFICE;
import static io.hnvgateway.app.pipeline.TunnelWorld.OFFICE_NET;
import static io.hnvgateway.app.pipeline.TunnelWorld.into;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Tunnels through a whole pipeline, each against the far end that the test plays.
@ParameterizedClass(name = "{0} workers")
@ValueSource(ints = {1, 2, 3})
class TunnelsTest {
    private static final String VM = "10.0.0.4";
    private static final String GATEWAY = "10.254.254.1";
    private static final String CLERK = "172.16.1.9";
    private static final String BRANCH_CLERK = "172.16.2.9";
    private static final int DF = 0x4000;
    private static final int GRE_HEADERS = 28;

    private final TunnelWorld t;
    private final int freeFrames;

    TunnelsTest(int workers) {
        t = new TunnelWorld(workers);
        freeFrames = t.world.freeFrames();
    }

    @AfterEach
    void close() {
        assertThat(t.world.freeFrames()).as("frames").isEqualTo(freeFrames);
        t.close();
    }

    private Tunnel gre() {
        Tunnel tunnel = t.gre(0, OFFICE, 7);
        t.route(0, into(OFFICE_NET, tunnel));
        return tunnel;
    }

    private Tunnel ipsec() {
        Tunnel tunnel = t.ipsec(0, OFFICE);
        t.route(0, into(OFFICE_NET, tunnel));
        return tunnel;
    }

    private void fromOffice(Tunnel tunnel, byte[] packet) {
        t.fromOutside(TunnelPackets.seal(t.peers, tunnel.index(), t.world.frames, packet));
    }

    private byte[] openedAtOffice(byte[] outer) {
        return TunnelPackets.open(t.peers, t.world.frames, outer);
    }

    private byte[] one(List<byte[]> packets) {
        assertThat(packets).hasSize(1);
        return packets.getFirst();
    }

    @Test
    void greCarriesPacketsBothWays() {
        Tunnel tunnel = gre();
        byte[] up = udp(VM, CLERK, 0, 100);
        t.fromVm(0, up);
        byte[] outer = one(t.sentOutside());
        assertThat(outer[9]).isEqualTo((byte) 47);
        assertThat(inner(outer, 20)).startsWith(TunnelPackets.hex("20000800 00000007"));
        assertThat(inner(outer, GRE_HEADERS)).isEqualTo(forwarded(up));
        byte[] down = udp(CLERK, VM, 0, 100);
        t.fromOutside(TunnelPackets.gre(OFFICE, 7, down));
        assertThat(one(t.sentToVms())).isEqualTo(forwarded(down));
        assertThat(tunnel.state().out().packets()).isEqualTo(1);
        assertThat(tunnel.state().in().bytes()).isEqualTo(down.length);
    }

    /// Whatever worker a packet arrives at: sequence numbers and limits have one owner.
    @Test
    void aTunnelsWorkerAloneSendsItsPackets() {
        Tunnel tunnel = gre();
        int workers = t.world.views.size();
        for (int i = 0; i < 2 * workers; i++) {
            t.fromVm(0, udp(VM, CLERK, 0, 100));
        }
        for (int i = 0; i < workers; i++) {
            long expected = i == tunnel.owner(workers) ? 2L * workers : 0;
            assertThat(t.world.views.get(i).get(1).sent).isEqualTo(expected);
        }
    }

    @Test
    void greOfNoTunnelIsDropped() {
        gre();
        t.fromOutside(TunnelPackets.gre(OFFICE, 8, udp(CLERK, VM, 0, 1)));
        t.fromOutside(TunnelPackets.gre(BRANCH, 7, udp(CLERK, VM, 0, 1)));
        assertThat(t.dropsOutside(DropReason.GRE_NO_TUNNEL)).isEqualTo(2);
        assertThat(t.sentToVms()).isEmpty();
    }

    @Test
    void espCarriesPacketsBothWaysAndRemembersTheFlow() {
        Tunnel tunnel = ipsec();
        t.up(tunnel, OFFICE_NET);
        byte[] up = udp(VM, CLERK, 0, 100);
        for (int i = 0; i < 3; i++) {
            t.fromVm(0, up);
            assertThat(openedAtOffice(one(t.sentOutside()))).isEqualTo(forwarded(up));
        }
        assertThat(t.compartment(0).state().flowEntries()).isEqualTo(1);
        byte[] down = udp(CLERK, VM, 0, 100);
        fromOffice(tunnel, down);
        assertThat(one(t.sentToVms())).isEqualTo(forwarded(down));
        assertThat(tunnel.state().out().packets()).isEqualTo(3);
    }

    /// The guard of hits: another VM's address does not ride on a known flow.
    @Test
    void aKnownFlowIsNoWayPastTheSourceGuard() {
        Tunnel tunnel = ipsec();
        t.up(tunnel, OFFICE_NET);
        t.fromVm(0, udp(VM, CLERK, 0, 100));
        t.sentOutside();
        t.fromVm(1, udp(VM, CLERK, 0, 100));
        assertThat(t.sentOutside()).as("the other tenant has no such tunnel").isNotEmpty();
        t.fromVm(0, udp("10.0.0.5", CLERK, 0, 100));
        assertThat(t.drops(0, DropReason.SOURCE_ADDRESS_UNKNOWN)).isEqualTo(1);
        assertThat(t.sentOutside()).isEmpty();
        assertThat(tunnel.state().out().packets()).isEqualTo(1);
    }

    @Test
    void packetsWaitForATunnelThatIsDownAndItIsAskedForOnce() {
        Tunnel tunnel = ipsec();
        t.fromVm(0, udp(VM, CLERK, 0, 1));
        t.fromVm(0, udp(VM, CLERK, 0, 2));
        assertThat(t.demanded).containsExactly(tunnel.index());
        assertThat(t.sentOutside()).isEmpty();
        t.up(tunnel, OFFICE_NET);
        t.work();
        List<byte[]> sent = t.sentOutside();
        assertThat(sent).hasSize(2);
        assertThat(openedAtOffice(sent.get(0))).isEqualTo(forwarded(udp(VM, CLERK, 0, 1)));
    }

    @Test
    void whatWaitsInVainIsTunnelDownAndNoMoreThanAShareWaits() {
        ipsec();
        for (int i = 0; i < 100; i++) {
            t.fromVm(0, udp(VM, CLERK, 0, 1));
        }
        long held = t.held();
        assertThat(held).isBetween(1L, 64L);
        assertThat(t.drops(0, DropReason.TUNNEL_DOWN)).isEqualTo(100 - held);
        t.world.nowNs += 11_000_000_000L;
        t.work();
        assertThat(t.drops(0, DropReason.TUNNEL_DOWN)).isEqualTo(100);
        assertThat(t.sentToVms()).as("the VM is told").isNotEmpty();
    }

    @Test
    void aSourceThatDoesNotLieBehindTheTunnelIsForged() {
        Tunnel office = t.gre(0, OFFICE, 7);
        Tunnel branch = t.gre(0, BRANCH, 7);
        t.route(0, into(OFFICE_NET, office), into(BRANCH_NET, branch));
        for (String forged : List.of(VM, "10.0.0.5", GATEWAY, "203.0.113.7", BRANCH_CLERK)) {
            t.fromOutside(TunnelPackets.gre(OFFICE, 7, udp(forged, VM, 0, 1)));
        }
        assertThat(t.drops(0, DropReason.TUNNEL_SOURCE)).isEqualTo(5);
        assertThat(t.sentToVms()).isEmpty();
        assertThat(t.sentOutside()).isEmpty();
    }

    @Test
    void nothingLeavesTheTenantsNetworkThroughItsTunnel() {
        gre();
        for (String elsewhere :
                List.of(
                        "203.0.113.7",
                        "192.0.2.2",
                        "192.0.2.1",
                        "198.51.100.2",
                        "198.51.100.129")) {
            t.fromOutside(TunnelPackets.gre(OFFICE, 7, udp(CLERK, elsewhere, 0, 1)));
        }
        assertThat(t.drops(0, DropReason.TUNNEL_DESTINATION)).isEqualTo(5);
        assertThat(t.sentToVms()).isEmpty();
        assertThat(t.sentOutside())
                .as("the sender is told, by the tunnel")
                .allMatch(outer -> outer[9] == 47 && outer[20] == 0x20);
    }

    /// Selectors of the association: valid, authentic, and of somebody else.
    @Test
    void whatWasNotAgreedOnIsDroppedAfterDecryption() {
        Tunnel tunnel = ipsec();
        t.up(tunnel, OFFICE_NET);
        fromOffice(tunnel, udp(BRANCH_CLERK, VM, 0, 1));
        assertThat(t.drops(0, DropReason.ESP_SELECTOR)).isEqualTo(1);
        assertThat(t.sentToVms()).isEmpty();
    }

    @Test
    void theGatewayAnswersPingByTheTunnel() {
        Tunnel tunnel = ipsec();
        t.up(tunnel, OFFICE_NET);
        fromOffice(tunnel, ping(CLERK, GATEWAY));
        byte[] reply = openedAtOffice(one(t.sentOutside()));
        assertThat(reply[20]).as("echo reply").isZero();
        assertThat(inner(reply, 24)).isEqualTo(inner(ping(GATEWAY, CLERK), 24));
    }

    @Test
    void oneTunnelLeadsToAnotherOfTheSameTenant() {
        Tunnel office = t.gre(0, OFFICE, 7);
        Tunnel branch = t.ipsec(0, BRANCH);
        t.route(0, into(OFFICE_NET, office), into(BRANCH_NET, branch));
        t.up(branch, BRANCH_NET);
        byte[] packet = udp(CLERK, BRANCH_CLERK, 0, 50);
        t.fromOutside(TunnelPackets.gre(OFFICE, 7, packet));
        assertThat(openedAtOffice(one(t.sentOutside()))).isEqualTo(forwarded(packet));
        assertThat(t.sentToVms()).isEmpty();
    }

    /// A compartment's index may be another tenant's later.
    @Test
    void aRouteIntoAnotherTenantsTunnelLeadsNowhere() {
        Tunnel other = t.gre(1, OFFICE, 7);
        t.route(0, into(OFFICE_NET, other));
        t.fromVm(0, udp(VM, CLERK, 0, 1));
        assertThat(t.drops(0, DropReason.TUNNEL_DOWN)).isEqualTo(1);
        assertThat(t.sentOutside()).isEmpty();
    }

    @Test
    void tooLongWithDontFragmentTellsTheMtuOfTheTunnel() {
        gre();
        t.fromVm(0, udp(VM, CLERK, DF, 1472 - 28));
        assertThat(t.sentOutside()).hasSize(1);
        t.fromVm(0, udp(VM, CLERK, DF, 1472 - 27));
        assertThat(t.drops(0, DropReason.TOO_BIG)).isEqualTo(1);
        assertThat(t.sentOutside()).isEmpty();
        byte[] error = one(t.sentToVms());
        assertThat(u16(error, 20)).as("fragmentation needed").isEqualTo(0x0304);
        assertThat(u16(error, 26)).isEqualTo(1500 - GRE_HEADERS);
    }

    @Test
    void tooLongWithoutIsCutBeforeEncryption() {
        Tunnel tunnel = ipsec();
        t.up(tunnel, OFFICE_NET);
        t.fromVm(0, udp(VM, CLERK, 0, 1472));
        List<byte[]> sent = t.sentOutside();
        assertThat(sent).hasSize(2).allMatch(outer -> outer.length <= 1500);
        assertThat(sent).allMatch(outer -> (u16(outer, 6) & 0x3fff) == 0);
        assertThat(openedAtOffice(sent.get(0))).hasSizeGreaterThan(1400);
        assertThat(u16(openedAtOffice(sent.get(1)), 6)).as("offset").isPositive();
    }

    @Test
    void theLimitOfADirectionHolds() {
        Tunnel tunnel =
                t.add(
                        0,
                        Tunnel.Path.gre(TunnelWorld.LOCAL, OFFICE, 7, 1500),
                        new Tunnel.Limits(0, 1000));
        t.route(0, into(OFFICE_NET, tunnel));
        for (int i = 0; i < 100; i++) {
            t.fromVm(0, udp(VM, CLERK, 0, 972));
        }
        int passed = t.sentOutside().size();
        assertThat(passed).isEqualTo(16); // 16 KiB at once
        assertThat(t.drops(0, DropReason.TUNNEL_LIMIT)).isEqualTo(100 - passed);
        assertThat(tunnel.state().out().dropped()).isEqualTo(100 - passed);
    }

    @Test
    void espInFragmentsIsPutTogetherInAnyOrder() {
        Tunnel tunnel = ipsec();
        t.up(tunnel, OFFICE_NET);
        byte[] down = udp(CLERK, VM, 0, 1000);
        byte[] esp = TunnelPackets.seal(t.peers, tunnel.index(), t.world.frames, down);
        List<byte[]> fragments = new ArrayList<>(TunnelPackets.fragments(esp, 400));
        Collections.reverse(fragments);
        fragments.forEach(t::fromOutside);
        assertThat(one(t.sentToVms())).isEqualTo(forwarded(down));
        assertThat(t.toHost).isEmpty();
        assertThat(t.held()).isZero();
    }

    @Test
    void ikeInFragmentsIsTheHosts() {
        gre();
        byte[] ike = udp("203.0.113.50", TunnelWorld.LOCAL.toString(), 0, 5000);
        ike[22] = 1;
        ike[23] = (byte) 0xf4; // port 500
        List<byte[]> fragments = TunnelPackets.fragments(ike, 1480);
        fragments.forEach(t::fromOutside);
        assertThat(t.toHost).containsExactlyElementsOf(fragments);
        assertThat(t.sentToVms()).isEmpty();
    }

    /// RFC 6946 §4: whole, though behind a Fragment header.
    @Test
    void anAtomicFragmentOfIkeIsTheHostsAndOthersAreNot() {
        for (int port : List.of(500, 4500)) {
            byte[] ike = atomic("2001:db8:99::9", port, 0);
            t.fromOutside(ike);
            assertThat(t.toHost).containsExactly(ike);
            t.toHost.clear();
        }
        t.fromOutside(atomic("2001:db8:99::9", 53, 0));
        assertThat(t.dropsOutside(DropReason.OUTER_FRAGMENT)).isEqualTo(1);
        t.fromOutside(atomic("2001:db8:99::9", 4500, 0x7777_0001));
        assertThat(t.dropsOutside(DropReason.ESP_UNKNOWN_SPI)).isEqualTo(1);
        t.fromOutside(atomic(PipelineWorld.FRONT_IPV6.toString(), 500, 0));
        assertThat(t.dropsOutside(DropReason.MARTIAN_ADDRESS)).isEqualTo(1);
        assertThat(t.toHost).isEmpty();
        assertThat(t.held()).isZero();
    }

    /// UDP in an IPv6 packet with a Fragment header that says neither offset nor more.
    private static byte[] atomic(String from, int port, int firstWord) {
        IpAddress source = IpAddress.parse(from);
        IpAddress local = PipelineWorld.FRONT_IPV6;
        return ByteBuffer.allocate(40 + 8 + 8 + 24)
                .putInt(6 << 28)
                .putShort((short) (8 + 8 + 24))
                .put((byte) 44)
                .put((byte) 64)
                .putLong(source.high())
                .putLong(source.low())
                .putLong(local.high())
                .putLong(local.low())
                .putInt(17 << 24)
                .putInt(1)
                .putShort((short) 4500)
                .putShort((short) port)
                .putShort((short) (8 + 24))
                .putShort((short) 1)
                .putInt(firstWord)
                .array();
    }

    @Test
    void otherFragmentsAndForgedOnesAreNobodys() {
        gre();
        byte[] dns = udp("203.0.113.50", TunnelWorld.LOCAL.toString(), 0, 2000);
        TunnelPackets.fragments(dns, 800).forEach(t::fromOutside);
        assertThat(t.dropsOutside(DropReason.OUTER_FRAGMENT)).isEqualTo(3);
        for (String source : List.of("127.0.0.1", TunnelWorld.LOCAL.toString(), "192.0.2.11")) {
            byte[] ike = udp(source, TunnelWorld.LOCAL.toString(), 0, 2000);
            ike[22] = 1;
            ike[23] = (byte) 0xf4; // port 500
            TunnelPackets.fragments(ike, 1480).forEach(t::fromOutside);
        }
        assertThat(t.dropsOutside(DropReason.MARTIAN_ADDRESS)).isEqualTo(6);
        assertThat(t.toHost).isEmpty();
        assertThat(t.held()).isZero();
    }

    @Test
    void manyThatNeverEndDoNotKeepAnotherOut() {
        gre();
        for (int i = 0; i < 3 * OuterFragments.DATAGRAMS; i++) {
            byte[] never = udp("198.51.100." + i, TunnelWorld.LOCAL.toString(), 0, 2000);
            t.fromOutside(TunnelPackets.fragments(never, 800).getFirst());
        }
        byte[] ike = udp("203.0.113.50", TunnelWorld.LOCAL.toString(), 0, 2000);
        ike[22] = 1;
        ike[23] = (byte) 0xf4; // port 500
        List<byte[]> fragments = TunnelPackets.fragments(ike, 1480);
        fragments.forEach(t::fromOutside);
        assertThat(t.toHost).containsExactlyElementsOf(fragments);
        t.world.nowNs += OuterFragments.TIMEOUT_NS;
        t.work();
        assertThat(t.held()).isZero();
    }

    /// With a piece too few for the last datagram, none of its pieces goes.
    @Test
    void aStrangersIkeInFragmentsTakesNothingOfAPeers() {
        gre();
        int pieces = 3;
        int datagrams = IkeBudget.SENDER_AT_ONCE / pieces;
        for (int i = 0; i < IkeBudget.MOST_AT_ONCE; i++) {
            ike("203.0.113." + (1 + i % 250), pieces).forEach(t::fromOutside);
        }
        assertThat(t.toHost).hasSize(datagrams * pieces);
        int left = (IkeBudget.MOST_AT_ONCE - datagrams) * pieces;
        assertThat(t.dropsOutside(DropReason.FRAGMENT_LIMIT)).isEqualTo(left);
        t.toHost.clear();
        int peers = 0;
        for (int network = 0; network < 20; network++) {
            ike("198.18." + network + ".1", pieces).forEach(t::fromOutside);
            peers += t.toHost.size() == pieces ? 1 : 0;
            t.toHost.clear();
        }
        assertThat(peers)
                .as("one of 256 networks falls together with the stranger's")
                .isGreaterThan(15);
        assertThat(t.held()).isZero();
    }

    private static List<byte[]> ike(String from, int pieces) {
        byte[] ike = udp(from, TunnelWorld.LOCAL.toString(), 0, pieces * 800 - 8);
        ike[22] = 1;
        ike[23] = (byte) 0xf4; // port 500
        return TunnelPackets.fragments(ike, 800);
    }

    @Test
    void fragmentsThatOverlapOrWaitTooLongAreDropped() {
        gre();
        byte[] ike = udp("203.0.113.50", TunnelWorld.LOCAL.toString(), 0, 2000);
        List<byte[]> fragments = TunnelPackets.fragments(ike, 800);
        t.fromOutside(fragments.get(0));
        t.fromOutside(fragments.get(0));
        assertThat(t.dropsOutside(DropReason.FRAGMENT_OVERLAP)).isEqualTo(2);
        t.fromOutside(fragments.get(1));
        assertThat(t.held()).isEqualTo(1);
        t.world.nowNs += OuterFragments.TIMEOUT_NS;
        t.work();
        assertThat(t.dropsOutside(DropReason.FRAGMENT_TIMEOUT)).isEqualTo(1);
        assertThat(t.toHost).isEmpty();
    }

    @Test
    void espOfNoAssociationAndKeepAlivesEndHere() {
        gre();
        byte[] esp = TunnelPackets.hex("12300001 00000001 0011223344556677 8899aabbccddeeff");
        String local = TunnelWorld.LOCAL.toString();
        t.fromOutside(TunnelPackets.ipv4("203.0.113.50", local, 50, 0, esp));
        assertThat(t.dropsOutside(DropReason.ESP_UNKNOWN_SPI)).isEqualTo(1);
        byte[] keepAlive = TunnelPackets.hex("1194 1194 0009 0000 ff");
        t.fromOutside(TunnelPackets.ipv4("203.0.113.50", local, 17, 0, keepAlive));
        assertThat(t.dropsOutside(DropReason.ESP_MALFORMED)).isZero();
    }
}
