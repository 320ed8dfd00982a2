package io.hnvgateway.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TransportParserTest {
    @Property(tries = 5000)
    void judgesLikeANaiveReader(
            @ForAll @Size(max = 64) byte[] payload,
            @ForAll @IntRange(max = 3) int kind,
            @ForAll @IntRange(max = 70) int length,
            @ForAll boolean moreFragments,
            @ForAll boolean ipv6) {
        int protocol = (ipv6 ? new int[] {6, 17, 58, 47} : new int[] {6, 17, 1, 47})[kind];
        if (protocol == 17 && payload.length >= 6) {
            ByteBuffer.wrap(payload).putShort(4, (short) length);
        }
        if (ipv6 && protocol == 17 && payload.length >= 7) {
            payload[6] |= 1; // a checksum of 0 is refused
        }
        if (protocol == 6 && payload.length >= 13) {
            payload[12] = (byte) ((length / 4) << 4);
        }
        try (ExactFrame frame = ExactFrame.of(payload)) {
            Packet p = behindHeader(frame, protocol);
            p.ipv6 = ipv6;
            p.moreFragments = moreFragments;
            boolean fits = naiveFits(payload, protocol, moreFragments);
            Verdict verdict = TransportParser.parse(p);
            assertThat(verdict).isEqualTo(fits ? Verdict.CONTINUE : Verdict.DROP);
            if (fits) {
                assertFields(p, payload, protocol);
            } else {
                assertThat(p.dropReason)
                        .isEqualTo(
                                moreFragments
                                        ? DropReason.FRAGMENT_TINY
                                        : DropReason.BAD_TRANSPORT_HEADER);
            }
        }
    }

    /// The header itself is not read again: the payload alone must be readable.
    private static Packet behindHeader(ExactFrame payload, int protocol) {
        Packet p = payload.packet();
        p.ip = payload.address() - 20;
        p.ipHeaderBytes = 20;
        p.ipTotalBytes = 20 + payload.length();
        p.protocol = protocol;
        return p;
    }

    private static boolean naiveFits(byte[] payload, int protocol, boolean moreFragments) {
        ByteBuffer b = ByteBuffer.wrap(payload);
        return switch (protocol) {
            case 6 -> {
                int header = payload.length < 20 ? 0 : (payload[12] >> 4 & 15) * 4;
                yield header >= 20 && header <= payload.length;
            }
            case 17 -> {
                int length = payload.length < 8 ? 0 : b.getShort(4) & 0xffff;
                yield length >= 8 && (moreFragments || length <= payload.length);
            }
            case 1, 58 -> payload.length >= 8;
            default -> true;
        };
    }

    private static void assertFields(Packet p, byte[] payload, int protocol) {
        ByteBuffer b = ByteBuffer.wrap(payload);
        boolean ports = protocol == 6 || protocol == 17;
        boolean query =
                switch (protocol) {
                    case 1 -> List.of(0, 8, 13, 14).contains((int) payload[0]);
                    case 58 -> List.of(128, 129).contains(payload[0] & 0xff);
                    default -> false;
                };
        int source = ports ? b.getShort(0) : query ? b.getShort(4) : 0;
        assertThat(p.sourcePort).isEqualTo(source & 0xffff);
        assertThat(p.destinationPort).isEqualTo(ports ? b.getShort(2) & 0xffff : 0);
        assertThat(p.tcpFlags).isEqualTo(protocol == 6 ? payload[13] & 0xff : 0);
        assertThat(p.transport).isEqualTo(p.ip + 20);
    }

    @Example
    void aDatagramWithoutChecksumPassesInIpv4Only() {
        byte[] udp = {0, 1, 0, 2, 0, 8, 0, 0};
        try (ExactFrame frame = ExactFrame.of(udp)) {
            Packet p = behindHeader(frame, IpProtocol.UDP);
            assertThat(TransportParser.parse(p)).isEqualTo(Verdict.CONTINUE);
            p.ipv6 = true;
            assertDropped(p);
        }
    }

    /// Or its type would be read by the other family's rules.
    @Example
    void icmpOfTheOtherFamilyIsDropped() {
        try (ExactFrame frame = ExactFrame.of(new byte[8])) {
            Packet p = behindHeader(frame, IpProtocol.ICMPV6);
            assertDropped(p);
            p.ipv6 = true;
            p.protocol = IpProtocol.ICMP;
            assertDropped(p);
        }
    }

    private static void assertDropped(Packet p) {
        assertThat(TransportParser.parse(p)).isEqualTo(Verdict.DROP);
        assertThat(p.dropReason).isEqualTo(DropReason.BAD_TRANSPORT_HEADER);
    }

    @Example
    void aLaterFragmentHasNoPortsAndIsNotRead() {
        try (ExactFrame frame = ExactFrame.of(new byte[0])) {
            Packet p = behindHeader(frame, IpProtocol.UDP);
            p.fragmentOffset = 8;
            assertThat(TransportParser.parse(p)).isEqualTo(Verdict.CONTINUE);
            assertThat(p.transport).isZero();
            assertThat(p.sourcePort).isZero();
        }
    }

    @Example
    void aFragmentThatOverwritesTheTcpHeaderIsDropped() {
        try (ExactFrame frame = ExactFrame.of(new byte[64])) {
            for (int offset = 8; offset <= 32; offset += 8) {
                Packet p = behindHeader(frame, IpProtocol.TCP);
                p.fragmentOffset = offset;
                boolean dropped = TransportParser.parse(p) == Verdict.DROP;
                assertThat(dropped).isEqualTo(offset < 20);
            }
        }
    }
}
