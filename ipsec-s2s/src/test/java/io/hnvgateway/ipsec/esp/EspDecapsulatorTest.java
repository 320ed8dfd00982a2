package io.hnvgateway.ipsec.esp;

import static io.hnvgateway.ipsec.sa.TestSas.selector;
import static io.hnvgateway.ipsec.sa.TestSas.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.sa.InboundSa;
import io.hnvgateway.ipsec.sa.OutboundSa;
import io.hnvgateway.ipsec.sa.TestSas;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EspHeader;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a peer, or somebody who is none, may send.
class EspDecapsulatorTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int GCM_HEAD_BYTES = 16;
    private static final int ICV_BYTES = 16;

    private final EspWorld world = new EspWorld();
    private final OutboundSa out = world.outbound(TestSas.outbound(world.spi));

    @AfterEach
    void close() {
        world.close();
    }

    private TestSas in() {
        return TestSas.inbound(world.spi);
    }

    private void sealed(int bytes) {
        world.ipv4(bytes, 0, true);
        world.seal(out);
    }

    @Test
    void aRepeatedPacketIsReplayed() {
        InboundSa in = world.inbound(in());
        sealed(100);
        byte[] packet = world.packet();
        long ip = world.p.ip;
        assertThat(world.open(in)).isEqualTo(Verdict.CONTINUE);

        again(ip, packet);

        world.assertDropped(in, DropReason.ESP_REPLAYED);
        assertThat(in.packets()).isEqualTo(1);
    }

    private void again(long ip, byte[] packet) {
        world.put(ip, packet);
        world.p.ip = ip;
        world.p.ipTotalBytes = packet.length;
        world.arrive();
    }

    @Test
    void packetsMayComeInAnotherOrder() {
        InboundSa in = world.inbound(in());
        sealed(100);
        byte[] first = world.packet();
        long ip = world.p.ip;
        sealed(100);
        assertThat(world.open(in)).isEqualTo(Verdict.CONTINUE);

        again(ip, first);

        assertThat(world.open(in)).isEqualTo(Verdict.CONTINUE);
    }

    @Test
    void aFlippedBitAnywhereIsNotAuthenticAndMovesNothing() {
        InboundSa in = world.inbound(in());
        sealed(100);
        byte[] packet = world.packet();
        long ip = world.p.ip;
        for (int at = 24; at < packet.length; at++) { // the sequence number and all behind it
            again(ip, packet);
            Memory.put8(ip + at, Memory.u8(ip + at) ^ 0x10);
            world.assertDropped(in, DropReason.ESP_AUTHENTICATION);
        }
        assertThat(in.window.top()).isZero();
        assertThat(in.packets()).isZero();

        again(ip, packet);
        assertThat(world.open(in)).isEqualTo(Verdict.CONTINUE);
    }

    @Test
    void theKeyOfAnotherSaDoesNotOpenIt() {
        InboundSa in = world.inbound(in().seed(2));
        sealed(100);

        world.assertDropped(in, DropReason.ESP_AUTHENTICATION);
    }

    @ParameterizedTest
    @CsvSource({"0", "8", "16", "31", "32", "33", "34", "35", "37"})
    void lengthsThatNoSenderMakesAreMalformed(int espBytes) {
        InboundSa in = world.inbound(in());
        sealed(100);
        int bytes = 20 + espBytes;
        Memory.put16(world.p.ip + 2, bytes);
        Ipv4Header.updateChecksum(world.p.ip, 20);
        world.arrive();
        long esp = EspPackets.locate(world.p);
        if (esp == EspPackets.MALFORMED) {
            assertThat(espBytes).isLessThan(8);
            return;
        }

        world.assertDropped(in, DropReason.ESP_MALFORMED);
    }

    /// Seals what a test has written in place of the inner packet and its trailer.
    private void sealText(String what, int padBytes, int nextHeader, int textBytes) {
        long esp = world.p.ip + 20;
        long text = esp + GCM_HEAD_BYTES;
        long sequence = 1;
        Memory.put8(text + textBytes - 2, padBytes);
        Memory.put8(text + textBytes - 1, nextHeader);
        EspHeader.write(esp, world.spi, (int) sequence);
        out.cipher.seal(esp, textBytes, sequence);
        assertThat(what).isNotEmpty();
        Ipv4Header.write(
                world.p.ip,
                20 + GCM_HEAD_BYTES + textBytes + ICV_BYTES,
                0,
                64 << 8 | 50,
                Ipv4Header.addresses(0xc633_6407, 0xc000_0201));
        world.p.ipTotalBytes = 20 + GCM_HEAD_BYTES + textBytes + ICV_BYTES;
        world.arrive();
    }

    /// Opens a packet with its own SA, leaving the text in clear.
    private InboundSa opened(int bytes) {
        InboundSa in = world.inbound(in());
        sealed(bytes);
        long ip = world.p.ip;
        in.cipher.open(ip + 20, out.textBytes(bytes), 1);
        world.p.ip = ip;
        return in;
    }

    @Test
    void aNextHeaderThatIsNoIpIsMalformed() {
        InboundSa in = opened(98);
        sealText("TCP in transport mode", 0, 6, 100);

        world.assertDropped(in, DropReason.ESP_MALFORMED);
    }

    @Test
    void theNextHeaderMustNameTheVersionInside() {
        InboundSa in = opened(98);
        sealText("IPv4 announced as IPv6", 0, 41, 100);

        world.assertDropped(in, DropReason.BAD_IP_HEADER);
    }

    @Test
    void aDummyPacketIsConsumedAndCounted() {
        InboundSa in = opened(98);
        sealText("dummy", 0, 59, 100);

        assertThat(world.open(in)).isEqualTo(Verdict.CONSUME);
        assertThat(in.dummies()).isEqualTo(1);
        assertThat(in.packets()).isEqualTo(1);
    }

    @Test
    void paddingThatDoesNotCountIsMalformed() {
        InboundSa in = opened(96);
        long padding = world.p.ip + 20 + GCM_HEAD_BYTES + 96;
        Memory.put8(padding + 1, 3);
        sealText("1, 3", 2, 4, 100);

        world.assertDropped(in, DropReason.ESP_MALFORMED);
    }

    @Test
    void moreThanTheLeastPaddingIsTaken() {
        InboundSa in = opened(86);
        long padding = world.p.ip + 20 + GCM_HEAD_BYTES + 86;
        for (int i = 0; i < 12; i++) {
            Memory.put8(padding + i, i + 1);
        }
        sealText("12 bytes of padding", 12, 4, 100);

        assertThat(world.open(in)).isEqualTo(Verdict.CONTINUE);
        assertThat(world.p.ipTotalBytes).isEqualTo(86);
    }

    @Test
    void paddingLongerThanTheTextIsMalformed() {
        InboundSa in = opened(98);
        sealText("255 of 98", 255, 4, 100);

        world.assertDropped(in, DropReason.ESP_MALFORMED);
    }

    @Test
    void anInnerPacketThatLeavesTheTextIsDropped() {
        InboundSa in = opened(98);
        long inner = world.p.ip + 20 + GCM_HEAD_BYTES;
        Memory.put16(inner + 2, 99);
        Ipv4Header.updateChecksum(inner, 20);
        sealText("total length 99", 0, 4, 100);

        world.assertDropped(in, DropReason.BAD_IP_HEADER);
    }

    @Test
    void whatTheSelectorsDoNotAdmitIsDropped() {
        InboundSa in =
                world.inbound(
                        in().selectors(
                                        selector("10.1.0.0", "10.1.255.255", 0, 0, 65535),
                                        selector("10.0.0.6", "10.0.0.9", 0, 0, 65535)));
        sealed(100);

        world.assertDropped(in, DropReason.ESP_SELECTOR);
        assertThat(in.window.top()).as("it was authentic").isEqualTo(1);
    }

    @Test
    void whatTheSelectorsAdmitGoesOn() {
        InboundSa in =
                world.inbound(
                        in().selectors(
                                        selector("10.1.0.9", "10.1.0.9", 17, 2000, 2000),
                                        selector("10.0.0.5", "10.0.0.5", 17, 1000, 1000)));
        sealed(100);

        assertThat(world.open(in)).isEqualTo(Verdict.CONTINUE);
    }

    @Test
    void anSaAtItsLimitReceivesNothingMore() {
        InboundSa in = world.inbound(in().lifetime(0, 0, 0, 1));
        sealed(100);
        assertThat(world.open(in)).isEqualTo(Verdict.CONTINUE);
        sealed(100);
        world.assertDropped(in, DropReason.ESP_EXPIRED);
        sealed(100);
        world.assertDropped(in, DropReason.ESP_EXPIRED);

        assertThat(world.events.all).containsExactly("hard %08x".formatted(world.spi));
    }

    /// RFC 6040 figure 4; ECN: 0 Not-ECT, 1 ECT(1), 2 ECT(0), 3 CE; -1 drop.
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0", "0, 2, 0", "0, 1, 0", "0, 3, -1",
        "2, 0, 2", "2, 2, 2", "2, 1, 1", "2, 3, 3",
        "1, 0, 1", "1, 2, 1", "1, 1, 1", "1, 3, 3",
        "3, 0, 3", "3, 2, 3", "3, 1, 3", "3, 3, 3",
    })
    void congestionIsToldAsRfc6040Says(int inner, int outer, int leaving) {
        InboundSa in = world.inbound(in());
        for (boolean inner6 : new boolean[] {false, true}) {
            if (inner6) {
                world.ipv6(100, 0xb8 | inner);
            } else {
                world.ipv4(100, 0xb8 | inner, true);
            }
            world.seal(out);
            assertThat(Ipv4Header.typeOfService(world.p.ip)).isEqualTo(0xb8 | inner);
            Memory.put8(world.p.ip + 1, 0x28 | outer);
            if (leaving < 0) {
                world.assertDropped(in, DropReason.ESP_CONGESTION);
                continue;
            }
            assertThat(world.open(in)).isEqualTo(Verdict.CONTINUE);
            int trafficClass =
                    inner6
                            ? Ipv6Header.trafficClass(world.p.ip)
                            : Ipv4Header.typeOfService(world.p.ip);
            assertThat(trafficClass).isEqualTo(0xb8 | leaving);
            assertThat(inner6 || Ipv4Header.checksumValid(world.p.ip, 20)).isTrue();
            assertThat(inner6 ? Ipv6Header.flowLabel(world.p.ip) : 0x54321).isEqualTo(0x54321);
        }
    }

    @Test
    void withoutCongestionCopiedNothingIsTold() {
        InboundSa in = world.inbound(in().copies(true, false));
        world.ipv4(100, 2, true);
        world.seal(out);
        Memory.put8(world.p.ip + 1, 3);

        assertThat(world.open(in)).isEqualTo(Verdict.CONTINUE);
        assertThat(Ipv4Header.typeOfService(world.p.ip)).isEqualTo(2);
    }

    @Test
    void aPeerThatCannotTakeCongestionOutIsNotSentIt() {
        world.database.openTunnel("woodgrove");
        OutboundSa compatible =
                world.outbound(
                        TestSas.outbound(world.spi).connection("woodgrove").copies(true, false));
        world.ipv4(100, 0xb8 | 2, true);
        world.seal(compatible);

        assertThat(Ipv4Header.typeOfService(world.p.ip)).isEqualTo(0xb8);
    }

    @Test
    void anAuthenticPacketFromAnotherPortMovesThePeerOnce() {
        world.database.openTunnel("woodgrove");
        OutboundSa there =
                world.outbound(
                        TestSas.outbound(world.spi)
                                .connection("woodgrove")
                                .endpoints(udp("198.51.100.7", 40001, "192.0.2.1", 4500)));
        InboundSa in = world.inbound(in().endpoints(udp("192.0.2.1", 4500, "198.51.100.7", 40001)));
        receive(there, in, 40001);
        assertThat(world.events.all).isEmpty();

        receive(there, in, 40002);
        receive(there, in, 40002);

        assertThat(world.events.all)
                .containsExactly("moved %08x 198.51.100.7 40002".formatted(world.spi));
    }

    @Test
    void aPeerThatMovesWithEveryPacketIsFollowedOnceASecond() {
        world.database.openTunnel("woodgrove");
        OutboundSa there =
                world.outbound(
                        TestSas.outbound(world.spi)
                                .connection("woodgrove")
                                .endpoints(udp("198.51.100.7", 40001, "192.0.2.1", 4500)));
        InboundSa in = world.inbound(in().endpoints(udp("192.0.2.1", 4500, "198.51.100.7", 40001)));
        for (int i = 0; i < 100; i++) {
            receive(there, in, 40100 + i, 5 * SECOND + i);
        }
        receive(there, in, 40300, 6 * SECOND);

        assertThat(world.events.all)
                .containsExactly(
                        "moved %08x 198.51.100.7 40100".formatted(world.spi),
                        "moved %08x 198.51.100.7 40300".formatted(world.spi));
    }

    private void receive(OutboundSa there, InboundSa in, int port) {
        receive(there, in, port, 5 * SECOND);
    }

    private void receive(OutboundSa there, InboundSa in, int port, long nowNs) {
        world.ipv4(100, 0, true);
        world.openedNs = nowNs;
        world.seal(there);
        Memory.put16(world.p.ip + 20, port);
        assertThat(world.open(in)).isEqualTo(Verdict.CONTINUE);
    }

    @Test
    void aForgedPacketFromAnotherPortMovesNothing() {
        world.database.openTunnel("woodgrove");
        OutboundSa there =
                world.outbound(
                        TestSas.outbound(world.spi)
                                .connection("woodgrove")
                                .seed(9)
                                .endpoints(udp("198.51.100.7", 666, "192.0.2.1", 4500)));
        InboundSa in = world.inbound(in().endpoints(udp("192.0.2.1", 4500, "198.51.100.7", 40001)));
        world.ipv4(100, 0, true);
        world.seal(there);

        world.assertDropped(in, DropReason.ESP_AUTHENTICATION);
        assertThat(world.events.all).isEmpty();
    }

    @Test
    void anOldPacketThatComesLateDoesNotMoveThePeerBack() {
        world.database.openTunnel("woodgrove");
        OutboundSa there =
                world.outbound(
                        TestSas.outbound(world.spi)
                                .connection("woodgrove")
                                .endpoints(udp("198.51.100.7", 40001, "192.0.2.1", 4500)));
        InboundSa in = world.inbound(in().endpoints(udp("192.0.2.1", 4500, "198.51.100.7", 40001)));
        world.ipv4(100, 0, true);
        world.seal(there);
        byte[] late = world.packet();
        long ip = world.p.ip;
        receive(there, in, 40002);

        again(ip, late);
        assertThat(world.open(in)).isEqualTo(Verdict.CONTINUE);

        assertThat(world.events.all).hasSize(1);
    }
}
