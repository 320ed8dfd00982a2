package io.hnvgateway.app.pipeline;

import static io.hnvgateway.app.pipeline.TcpPackets.ACK;
import static io.hnvgateway.app.pipeline.TcpPackets.SYN;
import static io.hnvgateway.app.pipeline.TcpPackets.error;
import static io.hnvgateway.app.pipeline.TcpPackets.isValid;
import static io.hnvgateway.app.pipeline.TunnelPackets.inner;
import static io.hnvgateway.app.pipeline.TunnelPackets.u16;
import static io.hnvgateway.app.pipeline.TunnelWorld.OFFICE;
import static io.hnvgateway.app.pipeline.TunnelWorld.OFFICE_NET;
import static io.hnvgateway.app.pipeline.TunnelWorld.into;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.compile.BgpFixture;
import io.hnvgateway.app.desired.BgpPeering;
import io.hnvgateway.app.desired.TenantBgp;
import io.hnvgateway.app.pipeline.TcpPackets.Segment;
import io.hnvgateway.bgp.speaker.Ttl;
import io.hnvgateway.compartments.NextHop;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.compartments.TenantLinks;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// BGP of tenants' routers through a whole pipeline, the test being router and speaker.
@ParameterizedClass(name = "{0} workers")
@ValueSource(ints = {1, 2, 3})
class PuntPathTest {
    private static final String VM = "10.0.0.4";
    private static final String GATEWAY = "10.254.254.1";
    private static final String ROUTER = "172.16.1.9";
    private static final String FIRST_PEER = "10.128.0.1";
    private static final String SECOND_PEER = "10.128.0.2";
    private static final String SPEAKER = "10.0.0.1";
    private static final String OTHER_SPEAKER = "10.0.0.2";
    private static final long SPEAKERS_MAC = 0x02_48_4e_56_00_01L;
    private static final int GRE_HEADERS = 28;
    private static final int MTU = 1458;

    private final TunnelWorld t;
    private final List<RecyclingPort> speakers = new ArrayList<>();
    private final int freeFrames;

    PuntPathTest(int workers) {
        t = new TunnelWorld(workers);
        for (int i = 0; i < workers; i++) {
            RecyclingPort port =
                    new RecyclingPort(PuntPath.LINK, "hnv-bgp", SPEAKERS_MAC, t.world.pools.get(i));
            port.keeping = true;
            speakers.add(port);
            t.core().pipeline(i).speakers(port);
        }
        freeFrames = t.world.freeFrames();
    }

    @AfterEach
    void close() {
        assertThat(t.compartment(0).state().flowEntries()).as("flows").isZero();
        assertThat(t.held()).isZero();
        assertThat(t.world.freeFrames()).as("frames").isEqualTo(freeFrames);
        t.close();
    }

    private static BgpPeering peering(String peer, String local) {
        return new BgpPeering(IpAddress.parse(peer), IpAddress.parse(local));
    }

    /// The VM of a tenant is its router.
    private void vmsArePeers(int tenants) {
        for (int i = 0; i < tenants; i++) {
            t.route(i, List.of(peering(VM, GATEWAY)));
        }
    }

    private Tunnel gre() {
        Tunnel tunnel = t.gre(0, OFFICE, 7);
        t.route(0, List.of(peering(ROUTER, GATEWAY)), into(OFFICE_NET, tunnel));
        return tunnel;
    }

    private void fromSpeakers(byte[] packet) {
        t.receive(0, speakers.getFirst(), TunnelWorld.ethernet(SPEAKERS_MAC, SPEAKERS_MAC, packet));
    }

    /// IP packets that the speakers got since the last call.
    private List<byte[]> toSpeakers() {
        List<byte[]> packets = new ArrayList<>();
        for (RecyclingPort port : speakers) {
            for (byte[] frame : port.kept) {
                assertThat(ByteBuffer.wrap(frame).getLong() >>> 16).isEqualTo(SPEAKERS_MAC);
                packets.add(withoutPadding(inner(frame, 14)));
            }
            port.kept.clear();
        }
        return packets;
    }

    private static byte[] withoutPadding(byte[] packet) {
        return Arrays.copyOf(packet, u16(packet, 2));
    }

    private static byte[] one(List<byte[]> packets) {
        assertThat(packets).hasSize(1);
        return packets.getFirst();
    }

    private static Segment syn(String from, String to, int sourcePort, int destinationPort) {
        return new Segment(from, to, sourcePort, destinationPort, SYN, 1460);
    }

    private static Segment data(String from, String to, int sourcePort, int destinationPort) {
        return new Segment(from, to, sourcePort, destinationPort, ACK, 0);
    }

    @Test
    void aVmsSessionReachesTheSpeakersAsAliasesWithItsTtl() {
        vmsArePeers(1);
        Segment syn = syn(VM, GATEWAY, 40000, 179);
        t.fromVm(0, syn.bytes(1, 0));
        Segment seen = syn.between(FIRST_PEER, SPEAKER).withMss(MTU - 40);
        assertThat(one(toSpeakers())).isEqualTo(seen.bytes(1, 0));
        fromSpeakers(seen.withMss(1460).answer(SYN | ACK).bytes(255, 0));
        assertThat(one(t.sentToVms()))
                .isEqualTo(syn.withMss(MTU - 40).answer(SYN | ACK).bytes(255, 0));
        t.fromVm(0, data(VM, GATEWAY, 40000, 179).bytes(255, 500));
        assertThat(one(toSpeakers()))
                .isEqualTo(data(FIRST_PEER, SPEAKER, 40000, 179).bytes(255, 500));
        assertThat(t.sentToVms()).isEmpty();
    }

    @Test
    void theSpeakersOpenASession() {
        vmsArePeers(1);
        fromSpeakers(syn(SPEAKER, FIRST_PEER, 50000, 179).bytes(1, 0));
        assertThat(one(t.sentToVms()))
                .isEqualTo(syn(GATEWAY, VM, 50000, 179).withMss(MTU - 40).bytes(1, 0));
        t.fromVm(0, data(VM, GATEWAY, 179, 50000).bytes(64, 19));
        assertThat(one(toSpeakers()))
                .isEqualTo(data(FIRST_PEER, SPEAKER, 179, 50000).bytes(64, 19));
    }

    @Test
    void equalAddressesOfTwoTenantsMeetNowhere() {
        vmsArePeers(2);
        byte[] segment = data(VM, GATEWAY, 40000, 179).bytes(1, 10);
        t.fromVm(0, segment);
        assertThat(one(toSpeakers())).isEqualTo(data(FIRST_PEER, SPEAKER, 40000, 179).bytes(1, 10));
        t.fromVm(1, segment);
        assertThat(one(toSpeakers()))
                .isEqualTo(data(SECOND_PEER, SPEAKER, 40000, 179).bytes(1, 10));
        fromSpeakers(data(SPEAKER, SECOND_PEER, 179, 40000).bytes(1, 10));
        byte[] frame =
                t.world.views.stream()
                        .flatMap(view -> view.get(0).kept.stream())
                        .findFirst()
                        .orElseThrow();
        assertThat(ByteBuffer.wrap(frame).getInt(14 + 20 + 4) >>> 8)
                .isEqualTo(PipelineWorld.FIRST_VM_VSID + 1);
        assertThat(one(t.sentToVms())).isEqualTo(data(GATEWAY, VM, 179, 40000).bytes(1, 10));
    }

    @Test
    void onlyThePeersOwnSpeakerReachesIt() {
        vmsArePeers(1);
        fromSpeakers(data(OTHER_SPEAKER, FIRST_PEER, 179, 40000).bytes(1, 10));
        fromSpeakers(data(FIRST_PEER, FIRST_PEER, 179, 40000).bytes(1, 10));
        fromSpeakers(data("fd00:2::1", "fd00:1::1", 179, 40000).bytes(1, 10));
        assertThat(t.sentToVms()).isEmpty();
        assertThat(t.dropsOutside(DropReason.NO_BGP_PEER)).isEqualTo(3);
    }

    @Test
    void thePeersOfTheNextSpeakerSeeItByItsOwnAddress() {
        List<BgpPeering> peers = new ArrayList<>();
        for (int i = 1; i < 128; i++) {
            peers.add(peering("172.16.1." + i, GATEWAY));
        }
        peers.add(peering(VM, GATEWAY));
        t.route(0, peers);
        t.fromVm(0, data(VM, GATEWAY, 40000, 179).bytes(1, 10));
        assertThat(one(toSpeakers()))
                .isEqualTo(data("10.128.0.128", OTHER_SPEAKER, 40000, 179).bytes(1, 10));
        fromSpeakers(data(OTHER_SPEAKER, "10.128.0.128", 179, 40000).bytes(1, 10));
        assertThat(one(t.sentToVms())).isEqualTo(data(GATEWAY, VM, 179, 40000).bytes(1, 10));
        fromSpeakers(data(SPEAKER, "10.128.0.128", 179, 40000).bytes(1, 10));
        assertThat(t.sentToVms()).isEmpty();
        assertThat(t.dropsOutside(DropReason.NO_BGP_PEER)).isEqualTo(1);
    }

    @Test
    void aRouterBehindGreSpeaksBothWays() {
        Tunnel tunnel = gre();
        Segment syn = syn(ROUTER, GATEWAY, 40000, 179);
        t.fromOutside(TunnelPackets.gre(OFFICE, 7, syn.bytes(1, 0)));
        int mss = 1500 - GRE_HEADERS - 40;
        assertThat(one(toSpeakers()))
                .isEqualTo(syn.between(FIRST_PEER, SPEAKER).withMss(mss).bytes(1, 0));
        for (int ttl : List.of(1, 255)) {
            fromSpeakers(syn(SPEAKER, FIRST_PEER, 179, 40000).bytes(ttl, 0));
            byte[] outer = one(t.sentOutside());
            assertThat(outer[9]).isEqualTo((byte) 47);
            assertThat(inner(outer, GRE_HEADERS))
                    .isEqualTo(syn(GATEWAY, ROUTER, 179, 40000).withMss(mss).bytes(ttl, 0));
        }
        assertThat(tunnel.state().out().packets()).isEqualTo(2);
        int workers = speakers.size();
        for (int i = 0; i < workers; i++) {
            assertThat(t.world.views.get(i).get(1).sent)
                    .as("worker %d, for the tunnel's alone sends", i)
                    .isEqualTo(i == tunnel.owner(workers) ? 2 : 0);
        }
    }

    @Test
    void aRouterBehindEspSpeaksBothWays() {
        Tunnel tunnel = t.ipsec(0, OFFICE);
        t.route(0, List.of(peering(ROUTER, GATEWAY)), into(OFFICE_NET, tunnel));
        byte[] up = data(SPEAKER, FIRST_PEER, 50000, 179).bytes(1, 100);
        fromSpeakers(up);
        assertThat(t.drops(0, DropReason.TUNNEL_DOWN)).isEqualTo(1);
        assertThat(t.demanded).containsExactly(tunnel.index());
        t.up(tunnel, OFFICE_NET);
        fromSpeakers(up);
        byte[] inside = TunnelPackets.open(t.peers, t.world.frames, one(t.sentOutside()));
        assertThat(inside).isEqualTo(data(GATEWAY, ROUTER, 50000, 179).bytes(1, 100));
        byte[] down = syn(ROUTER, GATEWAY, 179, 50000).bytes(255, 0);
        t.fromOutside(TunnelPackets.seal(t.peers, tunnel.index(), t.world.frames, down));
        byte[] seen = one(toSpeakers());
        assertThat(u16(seen, 42)).as("MSS, for what fits into ESP").isBetween(1300, 1420);
        assertThat(seen)
                .isEqualTo(
                        syn(FIRST_PEER, SPEAKER, 179, 50000).withMss(u16(seen, 42)).bytes(255, 0));
    }

    @Test
    void aRouterOnTheTenantsLinkSpeaksBothWays() {
        IpAddress own = IpAddress.parse("192.168.9.1");
        IpAddress next = IpAddress.parse("192.168.9.2");
        int link = TenantLinks.link(77);
        Tunnel tunnel = t.add(0, Tunnel.Path.l3(own, next, null, link, 1500), Tunnel.Limits.NONE);
        tunnel.state().up(true);
        t.route(
                0,
                List.of(peering("192.168.9.2", "192.168.9.1")),
                into(IpPrefix.parse("192.168.9.0/24"), tunnel),
                new Route(IpPrefix.host(own), new NextHop.Local(), Route.CONNECTED_METRIC));
        byte[] syn = syn("192.168.9.2", "192.168.9.1", 40000, 179).bytes(1, 0);
        byte[] untagged =
                TunnelWorld.ethernet(PipelineWorld.FRONT_MAC, PipelineWorld.ROUTER_MAC, syn);
        byte[] frame =
                ByteBuffer.allocate(untagged.length + 4)
                        .put(untagged, 0, 12)
                        .putInt(0x8100_004d)
                        .put(untagged, 12, untagged.length - 12)
                        .array();
        t.receive(0, t.world.front, frame);
        assertThat(one(toSpeakers())).isEqualTo(syn(FIRST_PEER, SPEAKER, 40000, 179).bytes(1, 0));
        byte[] answer = data(SPEAKER, FIRST_PEER, 179, 40000).bytes(1, 20);
        fromSpeakers(answer);
        assertThat(t.sentOutside()).as("nobody knows its MAC yet; TCP tries again").isEmpty();
        assertThat(t.drops(0, DropReason.NEIGHBOR_UNRESOLVED)).isEqualTo(1);
        t.core().linkNeighbors().heard(link, next.high(), next.low(), PipelineWorld.ROUTER_MAC);
        fromSpeakers(answer);
        byte[] sent =
                t.world.views.stream()
                        .flatMap(view -> view.get(1).kept.stream())
                        .reduce((_, last) -> last)
                        .orElseThrow();
        assertThat(u16(sent, 14)).isEqualTo(77);
        assertThat(withoutPadding(inner(sent, 18)))
                .isEqualTo(data("192.168.9.1", "192.168.9.2", 179, 40000).bytes(1, 20));
    }

    @Test
    void nobodyElseReachesTheSpeakers() {
        vmsArePeers(1);
        t.fromVm(1, syn(VM, GATEWAY, 40000, 179).bytes(64, 0));
        assertThat(t.drops(1, DropReason.NO_BGP_PEER)).as("of another tenant").isEqualTo(1);
        t.fromVm(0, syn(VM, GATEWAY, 40000, 22).bytes(64, 0));
        assertThat(t.drops(0, DropReason.LOCAL_UNSUPPORTED)).as("another port").isEqualTo(1);
        t.fromVm(0, syn("10.0.0.5", GATEWAY, 40000, 179).bytes(64, 0));
        assertThat(t.drops(0, DropReason.SOURCE_ADDRESS_UNKNOWN)).as("forged").isEqualTo(1);
        byte[] withOptions = syn(VM, GATEWAY, 40000, 179).bytes(64, 8);
        for (byte[] piece : TunnelPackets.fragments(withOptions, 24)) {
            t.fromVm(0, piece);
        }
        assertThat(t.drops(0, DropReason.LOCAL_FRAGMENT)).isEqualTo(2);
        assertThat(toSpeakers()).isEmpty();
        assertThat(t.sentToVms()).as("answers").isEmpty();
        t.fromVm(0, TunnelPackets.ping(VM, GATEWAY));
        assertThat(t.sentToVms()).as("ping is answered as ever").hasSize(1);
    }

    @Test
    void theSpeakersReachNobodyElse() {
        vmsArePeers(1);
        fromSpeakers(data(SPEAKER, FIRST_PEER, 40000, 80).bytes(64, 10));
        fromSpeakers(TunnelPackets.ping(SPEAKER, FIRST_PEER));
        fromSpeakers(data(SPEAKER, "203.0.113.7", 40000, 179).bytes(64, 10));
        fromSpeakers(data(SPEAKER, SECOND_PEER, 40000, 179).bytes(64, 10));
        assertThat(t.dropsOutside(DropReason.NOT_FOR_GATEWAY)).isEqualTo(2);
        assertThat(t.dropsOutside(DropReason.NO_BGP_PEER)).isEqualTo(2);
        t.route(0);
        fromSpeakers(data(SPEAKER, FIRST_PEER, 40000, 179).bytes(64, 10));
        assertThat(t.sentToVms()).as("the session's end reaches a peer that goes").hasSize(1);
        t.endFarewells();
        fromSpeakers(data(SPEAKER, FIRST_PEER, 40000, 179).bytes(64, 10));
        assertThat(t.dropsOutside(DropReason.NO_BGP_PEER)).as("no peer any more").isEqualTo(3);
        assertThat(t.sentToVms()).isEmpty();
        assertThat(t.sentOutside()).isEmpty();
    }

    /// A peer beyond the front end would be anybody's to pretend to be.
    @Test
    void noPeerLiesBeyondTheFrontEnd() {
        t.route(0, List.of(peering("203.0.113.7", GATEWAY)));
        fromSpeakers(data(SPEAKER, FIRST_PEER, 40000, 179).bytes(64, 10));
        assertThat(t.drops(0, DropReason.NO_ROUTE)).isEqualTo(1);
        assertThat(t.sentOutside()).isEmpty();
    }

    @Test
    void aFloodOfOpeningsStopsNeitherTheTenantsSessionNorAnothers() {
        vmsArePeers(2);
        byte[] syn = syn(VM, GATEWAY, 40000, 179).bytes(64, 0);
        for (int i = 0; i < 500; i++) {
            t.fromVm(0, syn);
        }
        assertThat(toSpeakers()).hasSize(10);
        assertThat(t.drops(0, DropReason.BGP_LIMIT)).isEqualTo(490);
        t.fromVm(0, data(VM, GATEWAY, 40001, 179).bytes(64, 19));
        assertThat(toSpeakers()).as("its own session").hasSize(1);
        t.fromVm(1, syn);
        assertThat(toSpeakers()).as("the other tenant").hasSize(1);
    }

    @Test
    void aFloodOfSegmentsIsThePeersOwn() {
        vmsArePeers(2);
        byte[] segment = data(VM, GATEWAY, 40000, 179).bytes(64, 0);
        for (int i = 0; i < 2500; i++) {
            t.fromVm(0, segment);
        }
        assertThat(toSpeakers()).hasSize(2000);
        t.fromVm(1, segment);
        assertThat(toSpeakers()).hasSize(1);
        t.world.nowNs += 1_000_000_000L;
        t.fromVm(0, segment);
        assertThat(toSpeakers()).hasSize(1);
    }

    @Test
    void anErrorOnTheWayComesWithWhatTheSpeakersSent() {
        gre();
        byte[] sent = data(GATEWAY, ROUTER, 179, 40000).bytes(63, 1000);
        byte[] known = data(SPEAKER, FIRST_PEER, 179, 40000).bytes(63, 1000);
        for (int quotedBytes : List.of(28, 548)) {
            byte[] error = error("172.16.1.1", GATEWAY, 0x0304, 1400, sent, quotedBytes);
            t.fromOutside(TunnelPackets.gre(OFFICE, 7, error));
            assertThat(one(toSpeakers()))
                    .isEqualTo(error(FIRST_PEER, SPEAKER, 0x0304, 1400, known, quotedBytes));
        }
    }

    @Test
    void anErrorAboutAnythingElseEndsAtTheGateway() {
        gre();
        byte[] sent = data(GATEWAY, ROUTER, 179, 40000).bytes(63, 100);
        byte[] other = data(GATEWAY, "172.16.1.8", 179, 40000).bytes(63, 100);
        byte[] port = data(GATEWAY, ROUTER, 80, 40000).bytes(63, 100);
        byte[] foreign = data(VM, ROUTER, 179, 40000).bytes(63, 100);
        byte[] damaged = error("172.16.1.1", GATEWAY, 0x0304, 1400, sent, 60);
        damaged[70] ^= 1;
        for (byte[] error :
                List.of(
                        error("172.16.1.1", GATEWAY, 0x0304, 1400, other, 60),
                        error("172.16.1.1", GATEWAY, 0x0304, 1400, port, 60),
                        error("172.16.1.1", GATEWAY, 0x0304, 1400, foreign, 60),
                        error("172.16.1.1", GATEWAY, 0x0501, 0, sent, 60),
                        error("172.16.1.1", GATEWAY, 0x0304, 1400, sent, 20),
                        damaged)) {
            t.fromOutside(TunnelPackets.gre(OFFICE, 7, error));
        }
        assertThat(toSpeakers()).isEmpty();
        assertThat(t.drops(0, DropReason.NO_BGP_PEER)).isEqualTo(1);
        assertThat(t.drops(0, DropReason.LOCAL_UNSUPPORTED)).isEqualTo(4);
        assertThat(t.drops(0, DropReason.BAD_ICMP_CHECKSUM)).isEqualTo(1);
    }

    @Test
    void withTtlSecurityNothingFromFartherAwayReachesTheSpeakers() {
        t.route(0, BgpFixture.router(peering(VM, GATEWAY), Ttl.SECURITY));
        for (int ttl : List.of(1, 64, 254)) {
            t.fromVm(0, syn(VM, GATEWAY, 40000, 179).bytes(ttl, 0));
            t.fromVm(0, data(VM, GATEWAY, 179, 50000).bytes(ttl, 10));
        }
        assertThat(toSpeakers()).isEmpty();
        assertThat(t.drops(0, DropReason.BGP_TTL)).isEqualTo(6);
        t.fromVm(0, data(VM, GATEWAY, 40000, 179).bytes(255, 10));
        assertThat(one(toSpeakers()))
                .isEqualTo(data(FIRST_PEER, SPEAKER, 40000, 179).bytes(255, 10));
    }

    @Test
    void withTtlSecurityNoErrorFromFartherAwayReachesTheSpeakers() {
        Tunnel tunnel = t.gre(0, OFFICE, 7);
        TenantBgp bgp = BgpFixture.router(peering(ROUTER, GATEWAY), Ttl.SECURITY);
        t.route(0, bgp, into(OFFICE_NET, tunnel));
        byte[] sent = data(GATEWAY, ROUTER, 179, 40000).bytes(255, 1000);
        byte[] error = error("172.16.1.1", GATEWAY, 0x0304, 1400, sent, 60);
        t.fromOutside(TunnelPackets.gre(OFFICE, 7, error));
        assertThat(toSpeakers()).isEmpty();
        assertThat(t.drops(0, DropReason.BGP_TTL)).isEqualTo(1);
    }

    @Test
    void tooLongForTheTunnelTellsTheSpeakersItsMtu() {
        gre();
        fromSpeakers(data(SPEAKER, FIRST_PEER, 179, 40000).bytes(64, 1472 - 40));
        assertThat(t.sentOutside()).hasSize(1);
        byte[] tooLong = data(SPEAKER, FIRST_PEER, 179, 40000).bytes(64, 1473 - 40);
        fromSpeakers(tooLong);
        assertThat(t.sentOutside()).isEmpty();
        byte[] error = one(toSpeakers());
        assertThat(isValid(error)).isTrue();
        byte[] asIf = data(FIRST_PEER, SPEAKER, 0, 0).bytes(64, 0);
        assertThat(inner(error, 12)).startsWith(Arrays.copyOfRange(asIf, 12, 20));
        assertThat(u16(error, 20)).as("fragmentation needed").isEqualTo(0x0304);
        assertThat(u16(error, 26)).isEqualTo(1472);
        assertThat(inner(error, 28)).isEqualTo(Arrays.copyOf(tooLong, 548));
        assertThat(t.drops(0, DropReason.TOO_BIG)).isEqualTo(1);
    }

    @Test
    void tooLongForTheVmTellsTheSpeakersItsMtu() {
        vmsArePeers(1);
        fromSpeakers(data(SPEAKER, FIRST_PEER, 179, 40000).bytes(64, MTU - 40));
        assertThat(t.sentToVms()).hasSize(1);
        fromSpeakers(data(SPEAKER, FIRST_PEER, 179, 40000).bytes(64, MTU - 39));
        assertThat(u16(one(toSpeakers()), 26)).isEqualTo(MTU);
        assertThat(t.sentToVms()).isEmpty();
    }

    @Test
    void whileTheSpeakersAreAwayNothingIsAnswered() {
        vmsArePeers(1);
        for (int i = 0; i < speakers.size(); i++) {
            t.core().pipeline(i).speakers(null);
        }
        t.fromVm(0, syn(VM, GATEWAY, 40000, 179).bytes(64, 0));
        assertThat(t.drops(0, DropReason.NO_BGP_PEER)).isEqualTo(1);
        assertThat(t.sentToVms()).isEmpty();
    }
}
