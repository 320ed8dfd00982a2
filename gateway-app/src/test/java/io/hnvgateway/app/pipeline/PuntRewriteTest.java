package io.hnvgateway.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.pipeline.TcpPackets.Segment;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.punt.AliasAddress;
import io.hnvgateway.compartments.punt.PuntPeer;
import io.hnvgateway.compartments.punt.PuntRewrite;
import io.hnvgateway.compartments.punt.PuntState;
import io.hnvgateway.compartments.punt.QuotedSegment;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.UUID;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/// What comes out is, byte for byte, what would have been sent with the other addresses from the
/// start: packets are made and summed the naive way.
class PuntRewriteTest {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(2048, 8);

    @BeforeProperty
    void register() {
        Memory.register(memory);
    }

    @AfterProperty
    void close() {
        Memory.unregister(memory);
        arena.close();
    }

    private static String address(int low, boolean ipv6) {
        return ipv6
                ? new IpAddress((0x2001_0db8L << 32) | (low & 0xff), low).toString()
                : IpAddress.ofIpv4(0x0b00_0000 | (low & 0xff_ffff)).toString();
    }

    private static PuntPeer peer(int number, String peer, String local) {
        return new PuntPeer(
                number,
                1,
                new RoutingDomainId(new UUID(0, 1)),
                IpAddress.parse(peer),
                IpAddress.parse(local),
                PuntPeer.Arrival.ANY,
                null,
                new PuntState());
    }

    private Packet parsed(byte[] packet) {
        MemorySegment.copy(packet, 0, memory, ValueLayout.JAVA_BYTE, 0, packet.length);
        Packet p = new Packet();
        p.reset(0, memory.address(), packet.length, 0);
        p.ip = p.address;
        assertThat(TunnelIngress.parse(p)).isEqualTo(Verdict.CONTINUE);
        return p;
    }

    private byte[] bytes(Packet p) {
        return memory.asSlice(0, p.ipTotalBytes).toArray(ValueLayout.JAVA_BYTE);
    }

    @Property
    void aSegmentIsAsIfSentBetweenTheAliasesAndBack(
            @ForAll @IntRange(min = 1, max = AliasAddress.LIMIT - 1) int n,
            @ForAll int peerLow,
            @ForAll int localLow,
            @ForAll boolean ipv6,
            @ForAll @IntRange(min = 1, max = 255) int ttl,
            @ForAll @IntRange(min = 0, max = 1400) int dataBytes) {
        PuntPeer peer = peer(n, address(peerLow, ipv6), address(localLow, ipv6));
        Segment real =
                new Segment(peer.peer().toString(), peer.local().toString(), 40000, 179, 2, 1460);
        Segment alias = real.between(peer.peerAlias().toString(), peer.localAlias().toString());
        Packet p = parsed(real.bytes(ttl, dataBytes));
        PuntRewrite.toSpeakers(p, peer);
        assertThat(bytes(p)).isEqualTo(alias.bytes(ttl, dataBytes));

        p = parsed(alias.answer(18).bytes(ttl, dataBytes));
        PuntRewrite.toPeer(p, peer);
        assertThat(bytes(p)).isEqualTo(real.answer(18).bytes(ttl, dataBytes));
        PuntRewrite.backToSpeakers(p, peer);
        assertThat(bytes(p)).isEqualTo(alias.answer(18).bytes(ttl, dataBytes));
    }

    @Property
    void anErrorIsAsIfAboutWhatTheSpeakersSent(
            @ForAll @IntRange(min = 1, max = AliasAddress.LIMIT - 1) int n,
            @ForAll int peerLow,
            @ForAll int localLow,
            @ForAll boolean ipv6,
            @ForAll @IntRange(min = 4, max = 500) int quotedTcpBytes) {
        Assume.that(quotedTcpBytes != 17); // half a checksum stays as it is
        PuntPeer peer = peer(n, address(peerLow, ipv6), address(localLow, ipv6));
        Segment real =
                new Segment(peer.local().toString(), peer.peer().toString(), 179, 40000, 16, 0);
        Segment alias = real.between(peer.localAlias().toString(), peer.peerAlias().toString());
        String router = ipv6 ? "2001:db8:1::77" : "192.0.2.77";
        int type = ipv6 ? 0x0200 : 0x0304;
        int quotedBytes = (ipv6 ? 40 : 20) + quotedTcpBytes;
        byte[] about = real.bytes(63, 480);
        Packet p =
                parsed(
                        TcpPackets.error(
                                router, peer.local().toString(), type, 1400, about, quotedBytes));
        QuotedSegment quoted = new QuotedSegment();
        assertThat(quoted.read(p)).isTrue();
        assertThat(quoted.sourcePort).isEqualTo(179);
        assertThat(QuotedSegment.fault(p)).isNull();
        quoted.toSpeakers(p, peer);
        assertThat(bytes(p))
                .isEqualTo(
                        TcpPackets.error(
                                peer.peerAlias().toString(),
                                peer.localAlias().toString(),
                                type,
                                1400,
                                alias.bytes(63, 480),
                                quotedBytes));
    }

    /// Whatever an error quotes, no byte behind it is read and none of it believed.
    @Property
    void anythingMayBeQuoted(@ForAll byte[] noise, @ForAll boolean ipv6) {
        String from = ipv6 ? "2001:db8::1" : "192.0.2.1";
        String to = ipv6 ? "2001:db8::2" : "192.0.2.2";
        Packet p = parsed(TcpPackets.error(from, to, ipv6 ? 0x0100 : 0x0301, 0, noise, 500));
        QuotedSegment quoted = new QuotedSegment();
        if (quoted.read(p)) {
            assertThat(noise.length).isGreaterThanOrEqualTo(ipv6 ? 44 : 24);
        }
    }
}
