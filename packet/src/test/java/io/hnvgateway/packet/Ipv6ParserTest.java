package io.hnvgateway.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ipv6ParserTest {
    private static final String SOURCE = "20010db8000000000000000000000001";
    private static final String DESTINATION = "fd000000000000010000000000000002";
    private static final String UDP = "1234003500080001";

    /// A packet whose chain begins with `nextHeader`.
    private static byte[] packet(int nextHeader, String behind) {
        byte[] payload = HexFormat.of().parseHex(behind);
        ByteBuffer b = ByteBuffer.allocate(40 + payload.length);
        b.putInt(0x60000000).putShort((short) payload.length);
        b.put((byte) nextHeader).put((byte) 64);
        b.put(HexFormat.of().parseHex(SOURCE)).put(HexFormat.of().parseHex(DESTINATION));
        return b.put(payload).array();
    }

    private static Packet accepted(ExactFrame frame) {
        Packet p = frame.packet();
        assertThat(Ipv6Parser.parse(p, frame.address(), frame.end())).isEqualTo(Verdict.CONTINUE);
        return p;
    }

    private static @Nullable DropReason refused(byte[] bytes) {
        try (ExactFrame frame = ExactFrame.of(bytes)) {
            Packet p = frame.packet();
            assertThat(Ipv6Parser.parse(p, frame.address(), frame.end())).isEqualTo(Verdict.DROP);
            return p.dropReason;
        }
    }

    @Test
    void readsTheFields() {
        try (ExactFrame frame = ExactFrame.of(packet(17, UDP))) {
            Packet p = frame.packet();
            p.moreFragments = true;
            p.fragmentOffset = 8;
            p.ipv6Identification = 1;
            p.sourcePort = 5;
            p.tcpFlags = 2;
            p.transport = 7;
            Ipv6Parser.parse(p, frame.address(), frame.end());
            assertThat(p.ipv6).isTrue();
            assertThat(p.etherType).isEqualTo(0x86dd);
            assertThat(p.ip).isEqualTo(frame.address());
            assertThat(IpAddress.toString(p.sourceHigh(), p.sourceLow())).isEqualTo("2001:db8::1");
            assertThat(IpAddress.toString(p.destinationHigh(), p.destinationLow()))
                    .isEqualTo("fd00:0:0:1::2");
            assertThat(p.ipHeaderBytes).isEqualTo(40);
            assertThat(p.ipTotalBytes).isEqualTo(48);
            assertThat(p.protocol).isEqualTo(17);
            assertThat(p.ttl).isEqualTo(64);
            assertThat(p.dontFragment).isTrue();
            assertThat(p.isFragment()).isFalse();
            assertThat(p.ipv6Identification).isZero();
            assertThat(p.transport).isZero();
            assertThat(p.sourcePort).isZero();
            assertThat(p.tcpFlags).isZero();
        }
    }

    @Test
    void ipv4AfterIpv6IsIpv4Again() {
        try (ExactFrame first = ExactFrame.of(packet(17, UDP));
                ExactFrame second =
                        ExactFrame.of(
                                HexFormat.of()
                                        .parseHex("4500001400000000400166e80a0000010a000001"))) {
            Packet p = accepted(first);
            p.address = second.address();
            assertThat(Ipv4Parser.parse(p, second.address(), second.end()))
                    .isEqualTo(Verdict.CONTINUE);
            assertThat(p.ipv6).isFalse();
            assertThat(p.etherType).isEqualTo(0x0800);
        }
    }

    @Test
    void leavesPaddingOut() {
        byte[] padded = ByteBuffer.allocate(60).put(packet(17, UDP)).array();
        try (ExactFrame frame = ExactFrame.of(padded)) {
            assertThat(accepted(frame).length).isEqualTo(48);
        }
    }

    @Test
    void countsExtensionHeadersAsHeader() {
        String hopByHop = "3c00" + "050200000100";
        String options = "1100" + "010400000000";
        try (ExactFrame frame = ExactFrame.of(packet(0, hopByHop + options + UDP))) {
            Packet p = accepted(frame);
            assertThat(p.ipHeaderBytes).isEqualTo(56);
            assertThat(p.protocol).isEqualTo(17);
            assertThat(TransportParser.parse(p)).isEqualTo(Verdict.CONTINUE);
            assertThat(p.sourcePort).isEqualTo(0x1234);
        }
    }

    @ParameterizedTest
    @CsvSource({"0001, 0, true", "0008, 8, false", "0009, 8, true", "0000, 0, false"})
    void readsAFragmentHeader(String bits, int offset, boolean more) {
        String fragment = "1100" + bits + "89abcdef";
        try (ExactFrame frame = ExactFrame.of(packet(44, fragment + UDP))) {
            Packet p = accepted(frame);
            assertThat(p.ipHeaderBytes).isEqualTo(48);
            assertThat(p.fragmentOffset).isEqualTo(offset);
            assertThat(p.moreFragments).isEqualTo(more);
            assertThat(p.ipv6Identification).isEqualTo(0x89abcdef);
            assertThat(p.dontFragment).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0x45", // version
        "5, 9", // payload behind the frame
        "5, 0", // no payload, or a jumbogram
    })
    void refusesAHeaderThatDoesNotFit(int offset, String value) {
        byte[] bytes = packet(17, UDP);
        bytes[offset] = Integer.decode(value).byteValue();
        assertThat(refused(bytes)).isEqualTo(DropReason.BAD_IP_HEADER);
    }

    @Test
    void refusesATruncatedHeader() {
        byte[] bytes = new byte[39];
        bytes[0] = 0x60;
        assertThat(refused(bytes)).isEqualTo(DropReason.BAD_IP_HEADER);
    }

    @ParameterizedTest
    @CsvSource({
        "44, 3c00000100000000 1104000000000000", // options end behind a first fragment
        "60, 0000000000000000 1100000000000000", // hop-by-hop is not first
        "0, 1134000000000000", // options end behind the packet
        "44, 2c00000100000000 1100000100000000", // two Fragment headers
    })
    void refusesAMalformedChain(int nextHeader, String chain) {
        assertThat(refused(packet(nextHeader, chain.replace(" ", ""))))
                .isEqualTo(DropReason.BAD_EXTENSION_HEADER);
    }

    @ParameterizedTest
    @CsvSource({"00", "01"})
    void refusesRoutingHeaderType0WhateverIsLeftOfIt(String segmentsLeft) {
        String routing = "1102" + "00" + segmentsLeft + "00000000" + DESTINATION;
        assertThat(refused(packet(43, routing + UDP))).isEqualTo(DropReason.SOURCE_ROUTED);
    }

    @Test
    void letsOtherRoutingHeadersPass() {
        try (ExactFrame frame = ExactFrame.of(packet(43, "1100040000000000" + UDP))) {
            assertThat(accepted(frame).protocol).isEqualTo(17);
        }
    }

    @ParameterizedTest
    @CsvSource({"8", "24"})
    void refusesMappedAddresses(int offset) {
        byte[] bytes = packet(17, UDP);
        ByteBuffer.wrap(bytes).putLong(offset, 0).putLong(offset + 8, 0xffff_0a00_0001L);
        assertThat(refused(bytes)).isEqualTo(DropReason.MARTIAN_ADDRESS);
    }

    @Test
    void refusesFragmentsThatCannotBeReassembled() {
        String odd = "1100" + "0001" + "00000001" + UDP + "00";
        assertThat(refused(packet(44, odd))).isEqualTo(DropReason.BAD_IP_HEADER);
        String beyond = "1100" + "fff8" + "00000001" + UDP;
        assertThat(refused(packet(44, beyond))).isEqualTo(DropReason.BAD_IP_HEADER);
    }
}
