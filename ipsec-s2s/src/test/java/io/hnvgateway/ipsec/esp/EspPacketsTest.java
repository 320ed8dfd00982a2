package io.hnvgateway.ipsec.esp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.UdpHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EspPacketsTest {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory = arena.allocate(128);
    private final Packet p = new Packet();
    private final long payload = memory.address() + 20;

    @BeforeEach
    void register() {
        Memory.register(memory);
        p.ip = memory.address();
        p.ipHeaderBytes = 20;
    }

    @AfterEach
    void close() {
        Memory.unregister(memory);
        arena.close();
    }

    @Test
    void nativeEspLiesBehindTheIpHeader() {
        p.protocol = IpProtocol.ESP;
        p.ipTotalBytes = 28;
        assertThat(EspPackets.locate(p)).isEqualTo(payload);
        assertThat(EspPackets.bytes(p)).isEqualTo(8);

        p.ipTotalBytes = 27;
        assertThat(EspPackets.locate(p)).isEqualTo(EspPackets.MALFORMED);
    }

    @Test
    void inUdpTheFirstWordTellsEspFromIke() {
        udp(100, 100);
        Memory.put32(payload + 8, 0x1234);
        assertThat(EspPackets.locate(p)).isEqualTo(payload + 8);
        assertThat(EspPackets.bytes(p)).isEqualTo(92);

        Memory.put32(payload + 8, 0);
        assertThat(EspPackets.locate(p)).isEqualTo(EspPackets.IKE);
    }

    @Test
    void oneByteOfOnesKeepsAMappingAlive() {
        udp(9, 9);
        Memory.put8(payload + 8, 0xff);
        assertThat(EspPackets.locate(p)).isEqualTo(EspPackets.KEEP_ALIVE);

        Memory.put8(payload + 8, 0xfe);
        assertThat(EspPackets.locate(p)).isEqualTo(EspPackets.MALFORMED);
    }

    @Test
    void lengthsThatDoNotFitAreMalformed() {
        for (int[] each : new int[][] {{8, 8}, {7, 100}, {101, 100}, {12, 12}, {100, 7}}) {
            udp(each[0], each[1]);
            Memory.put32(payload + 8, 0x1234);
            assertThat(EspPackets.locate(p)).isEqualTo(EspPackets.MALFORMED);
        }
    }

    @Test
    void bytesBehindTheUdpPacketAreNone() {
        udp(50, 100);
        Memory.put32(payload + 8, 0x1234);
        assertThat(EspPackets.bytes(p)).isEqualTo(42);
    }

    @Test
    void fragmentsAndOtherProtocolsAreMalformed() {
        p.protocol = IpProtocol.ESP;
        p.ipTotalBytes = 100;
        p.moreFragments = true;
        assertThat(EspPackets.locate(p)).isEqualTo(EspPackets.MALFORMED);

        p.moreFragments = false;
        p.protocol = IpProtocol.TCP;
        assertThat(EspPackets.locate(p)).isEqualTo(EspPackets.MALFORMED);
    }

    private void udp(int lengthBytes, int payloadBytes) {
        p.protocol = IpProtocol.UDP;
        p.ipTotalBytes = 20 + payloadBytes;
        Memory.put16(payload + 4, lengthBytes);
        UdpHeader.checksum(payload, 0);
    }
}
