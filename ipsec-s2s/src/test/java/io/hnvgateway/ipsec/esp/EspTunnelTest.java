package io.hnvgateway.ipsec.esp;

import static io.hnvgateway.ipsec.sa.TestSas.endpoints;
import static io.hnvgateway.ipsec.sa.TestSas.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.ipsec.sa.InboundSa;
import io.hnvgateway.ipsec.sa.OutboundSa;
import io.hnvgateway.ipsec.sa.SaParameters.Endpoints;
import io.hnvgateway.ipsec.sa.TestSas;
import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EspHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.UdpHeader;
import io.hnvgateway.packet.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Packets through a tunnel: in at one end, the same out at the other.
class EspTunnelTest {
    private static final Endpoints NATIVE4 = endpoints("192.0.2.1", "198.51.100.7");
    private static final Endpoints NATIVE6 = endpoints("2001:db8::1", "2001:db8:1::7");
    private static final Endpoints UDP4 = udp("192.0.2.1", 4500, "198.51.100.7", 40001);
    private static final Endpoints UDP6 = udp("2001:db8::1", 4500, "2001:db8:1::7", 40001);

    private final EspWorld world = new EspWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private TestSas out() {
        return TestSas.outbound(world.spi);
    }

    private TestSas in() {
        return TestSas.inbound(world.spi);
    }

    static Stream<Arguments> ways() {
        return Stream.of(EspTransform.values())
                .flatMap(transform ->
                        Stream.of(NATIVE4, NATIVE6, UDP4, UDP6)
                                .flatMap(endpoints ->
                                        Stream.of(false, true)
                                                .map(inner6 ->
                                                        Arguments.of(
                                                                transform, endpoints, inner6))));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void comesOutAsItWentIn(EspTransform transform, Endpoints endpoints, boolean inner6) {
        OutboundSa out = world.outbound(out().transform(transform).endpoints(endpoints));
        InboundSa in = world.inbound(in().transform(transform).endpoints(endpoints));
        for (int bytes : IntStream.concat(IntStream.range(50, 120), IntStream.of(1400)).toArray()) {
            if (inner6) {
                world.ipv6(bytes, 0);
            } else {
                world.ipv4(bytes, 0, true);
            }
            byte[] sent = world.packet();

            world.seal(out);
            assertThat(world.p.ipTotalBytes).isEqualTo(out.outerBytes(bytes));
            assertThat(world.p.ipTotalBytes).isNotEqualTo(bytes);
            assertThat(world.open(in)).as("%s", world.p.dropReason).isEqualTo(Verdict.CONTINUE);

            assertThat(world.packet()).isEqualTo(sent);
            assertThat(world.p.ipv6).isEqualTo(inner6);
            assertThat(world.p.address).isEqualTo(world.p.ip);
            assertThat(world.p.length).isEqualTo(bytes);
            assertThat(world.p.sourcePort).isEqualTo(1000);
            assertThat(world.p.destinationPort).isEqualTo(2000);
        }
        assertThat(in.packets()).isEqualTo(71).isEqualTo(out.packets());
        assertThat(in.bytes()).isEqualTo(out.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void carriesExtendedSequenceNumbers(EspTransform transform) {
        OutboundSa out = world.outbound(out().transform(transform).extended());
        InboundSa in = world.inbound(in().transform(transform).extended());
        world.ipv4(100, 0, true);

        world.seal(out);

        assertThat(world.open(in)).isEqualTo(Verdict.CONTINUE);
        assertThat(in.window.top()).isEqualTo(1);
    }

    @Test
    void theOuterIpv4HeaderIsAsAgreed() {
        OutboundSa out = world.outbound(out());
        world.ipv4(100, 0xb8, true);

        world.encapsulator.encapsulate(world.p, out);

        long ip = world.p.ip;
        assertThat(Ipv4Header.checksumValid(ip, 20)).isTrue();
        assertThat(Ipv4Header.version(ip)).isEqualTo(4);
        assertThat(Ipv4Header.typeOfService(ip)).isEqualTo(0xb8);
        assertThat(Ipv4Header.totalBytes(ip)).isEqualTo(out.outerBytes(100));
        assertThat(Ipv4Header.identification(ip)).isEqualTo(100);
        assertThat(Ipv4Header.flagsAndOffset(ip)).isEqualTo(Ipv4Header.DONT_FRAGMENT);
        assertThat(Ipv4Header.ttl(ip)).isEqualTo(64);
        assertThat(Ipv4Header.protocol(ip)).isEqualTo(50);
        assertThat(Ipv4Header.source(ip)).isEqualTo(0xc000_0201);
        assertThat(Ipv4Header.destination(ip)).isEqualTo(0xc633_6407);
        assertThat(EspHeader.spi(ip + 20)).isEqualTo(world.spi);
        assertThat(EspHeader.sequence(ip + 20)).isEqualTo(1);
    }

    @Test
    void theOuterIpv6HeaderIsAsAgreed() {
        OutboundSa out = world.outbound(out().endpoints(NATIVE6));
        world.ipv6(100, 0xb9);

        world.encapsulator.encapsulate(world.p, out);

        long ip = world.p.ip;
        assertThat(Ipv6Header.version(ip)).isEqualTo(6);
        assertThat(Ipv6Header.trafficClass(ip)).isEqualTo(0xb9);
        assertThat(Ipv6Header.flowLabel(ip)).isNotZero().isNotEqualTo(0x54321);
        assertThat(Ipv6Header.payloadBytes(ip)).isEqualTo(out.outerBytes(100) - 40);
        assertThat(Ipv6Header.nextHeader(ip)).isEqualTo(50);
        assertThat(Ipv6Header.hopLimit(ip)).isEqualTo(64);
        assertThat(Ipv6Header.sourceLow(ip)).isEqualTo(1);
        assertThat(Ipv6Header.destinationLow(ip)).isEqualTo(7);
    }

    @Test
    void thePacketIsTheOuterOneThen() {
        for (Endpoints endpoints : List.of(UDP4, NATIVE6)) {
            OutboundSa out =
                    world.outbound(out().endpoints(endpoints).connection("contoso").seed(2));
            world.ipv4(100, 0, true);
            world.encapsulator.encapsulate(world.p, out);
            int protocol = world.p.protocol;
            long destination = world.p.destinationLow();
            int length = world.p.length;
            boolean ipv6 = world.p.ipv6;
            assertThat(world.p.address).isEqualTo(world.p.ip);
            assertThat(world.p.overlay).isFalse();

            world.arrive();

            assertThat(world.p.protocol).isEqualTo(protocol);
            assertThat(world.p.destinationLow()).isEqualTo(destination);
            assertThat(world.p.length).isEqualTo(length);
            assertThat(world.p.ipv6).isEqualTo(ipv6);
            world.database.remove(new io.hnvgateway.ipsec.sa.SaId("contoso", false, world.spi));
        }
    }

    @Test
    void udpOverIpv4HasNoChecksumAndOverIpv6AValidOne() {
        world.ipv4(100, 0, true);
        world.encapsulator.encapsulate(world.p, world.outbound(out().endpoints(UDP4)));
        long udp = world.p.ip + 20;
        assertThat(UdpHeader.sourcePort(udp)).isEqualTo(4500);
        assertThat(UdpHeader.destinationPort(udp)).isEqualTo(40001);
        assertThat(UdpHeader.lengthBytes(udp)).isEqualTo(world.p.ipPayloadBytes());
        assertThat(UdpHeader.checksum(udp)).isZero();

        world.database.openTunnel("woodgrove");
        world.ipv4(100, 0, true);
        world.encapsulator.encapsulate(
                world.p, world.outbound(out().connection("woodgrove").endpoints(UDP6)));
        long ip = world.p.ip;
        int bytes = world.p.ipPayloadBytes();
        long sum = Checksum.pseudoHeader6(ip, IpProtocol.UDP, bytes) + Checksum.sum(ip + 40, bytes);
        assertThat(UdpHeader.checksum(ip + 40)).isNotZero();
        assertThat(Checksum.fold(sum)).isEqualTo(0xffff);
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, true",
        "true, false, false",
        "false, true, false",
        "false, false, false",
    })
    void dfIsCopiedIfAgreed(boolean copies, boolean inner, boolean outer) {
        world.ipv4(100, 0, inner);
        world.encapsulator.encapsulate(world.p, world.outbound(out().copies(copies, true)));

        assertThat(Ipv4Header.flagsAndOffset(world.p.ip) != 0).isEqualTo(outer);
        assertThat(world.p.dontFragment).isEqualTo(outer);
    }

    @Test
    void aroundAnIpv6PacketDfIsSet() {
        world.ipv6(100, 0);
        world.encapsulator.encapsulate(world.p, world.outbound(out()));

        assertThat(Ipv4Header.flagsAndOffset(world.p.ip)).isEqualTo(Ipv4Header.DONT_FRAGMENT);
    }

    @ParameterizedTest
    @EnumSource
    void theLongestInnerPacketJustFitsTheMtu(EspTransform transform) {
        for (Endpoints endpoints : List.of(NATIVE4, NATIVE6, UDP4, UDP6)) {
            OutboundSa out = world.outbound(out().transform(transform).endpoints(endpoints));
            for (int mtu = 1200; mtu <= 1500; mtu++) {
                int longest = out.maxInnerBytes(mtu);
                assertThat(out.outerBytes(longest)).isLessThanOrEqualTo(mtu);
                assertThat(out.outerBytes(longest + 1)).isGreaterThan(mtu);
            }
            assertThat(out.maxInnerBytes(20)).isZero();
            world.database.remove(new io.hnvgateway.ipsec.sa.SaId("contoso", false, world.spi));
        }
    }

    /// Of AES-GCM: 20 outer header, 8 ESP, 8 IV, 2 trailer, 16 ICV; 1446 + 2 is a multiple of 4.
    @Test
    void theLongestInnerPacketByHand() {
        assertThat(world.outbound(out()).maxInnerBytes(1500)).isEqualTo(1446);
    }

    @Test
    void paddingForConfidentialityMakesPacketsEquallyLong() {
        OutboundSa out = world.outbound(out().tfc(1000));
        InboundSa in = world.inbound(in());
        for (int bytes : new int[] {50, 51, 500, 997, 998, 999, 1000}) {
            world.ipv4(bytes, 0, true);
            byte[] sent = world.packet();
            world.seal(out);
            assertThat(world.p.ipTotalBytes).isEqualTo(out.outerBytes(1000));

            assertThat(world.open(in)).isEqualTo(Verdict.CONTINUE);
            assertThat(world.packet()).isEqualTo(sent);
        }
        world.ipv4(1001, 0, true);
        world.seal(out);
        assertThat(world.p.ipTotalBytes).isEqualTo(out.outerBytes(1001));
    }

    @Test
    void paddingForConfidentialityStopsAtTheMtu() {
        OutboundSa out = world.outbound(out().tfc(65535));
        world.ipv4(100, 0, true);
        world.seal(out);
        assertThat(world.p.ipTotalBytes).isLessThanOrEqualTo(1500).isGreaterThan(1496);

        out.pathMtu(1280);
        world.ipv4(100, 0, true);
        world.seal(out);
        assertThat(world.p.ipTotalBytes).isLessThanOrEqualTo(1280).isGreaterThan(1276);
    }

    @Test
    void nothingBehindTheInnerPacketLeaks() {
        OutboundSa out = world.outbound(out().tfc(200));
        world.ipv4(100, 0, true);
        long inner = world.p.ip;

        world.seal(out);
        world.open(world.inbound(in()));

        assertThat(world.bytes(inner + 100, 100)).containsOnly(0);
        assertThat(world.bytes(inner + 204 + 16, 8)).containsOnly(0xee);
    }

    @Test
    void aPacketThatDoesNotFitItsFrameIsTooBig() {
        OutboundSa out = world.outbound(out());
        int room = FramePool.FRAME_BYTES - EspWorld.INNER_AT - 16 - 2;
        world.ipv4(room, 0, true);
        assertThat(world.encapsulator.encapsulate(world.p, out)).isEqualTo(Verdict.CONTINUE);

        world.ipv4(room + 1, 0, true);
        assertThat(world.encapsulator.encapsulate(world.p, out)).isEqualTo(Verdict.DROP);
        assertThat(world.p.dropReason).isEqualTo(DropReason.TOO_BIG);
        assertThat(out.packets()).isEqualTo(1);
    }

    @Test
    void anSaAtItsLimitSendsNothingMore() {
        OutboundSa out = world.outbound(out().lifetime(0, 0, 0, 1));
        world.ipv4(100, 0, true);
        world.encapsulator.encapsulate(world.p, out);
        world.ipv4(100, 0, true);
        byte[] clear = world.packet();

        assertThat(world.encapsulator.encapsulate(world.p, out)).isEqualTo(Verdict.DROP);

        assertThat(world.p.dropReason).isEqualTo(DropReason.ESP_EXPIRED);
        assertThat(world.packet()).isEqualTo(clear);
    }

    @Test
    void theLastSequenceNumberIsTheEnd() {
        OutboundSa out = world.outbound(out());
        world.outboundAtTheEnd(out);
        world.ipv4(100, 0, true);

        assertThat(world.encapsulator.encapsulate(world.p, out)).isEqualTo(Verdict.DROP);

        assertThat(world.p.dropReason).isEqualTo(DropReason.ESP_SEQUENCE_OVERFLOW);
    }

    @Test
    void packetsOfEqualContentDifferOnTheWire() {
        OutboundSa out = world.outbound(out());
        world.ipv4(100, 0, true);
        world.seal(out);
        byte[] first = world.bytes(world.p.ip + 36, 60);
        world.ipv4(100, 0, true);
        world.seal(out);

        assertThat(Arrays.equals(first, world.bytes(world.p.ip + 36, 60))).isFalse();
        assertThat(Memory.u64(world.p.ip + 28)).as("IV").isEqualTo(2);
    }
}
