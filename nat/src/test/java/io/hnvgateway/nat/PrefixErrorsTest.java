package io.hnvgateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Ipv6Parser;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// ICMPv6 errors about packets that a prefix translation changed.
class PrefixErrorsTest {
    private static final IpAddress INSIDE = IpAddress.parse("fd01:203:405:1::1234");
    private static final IpAddress OUTSIDE = IpAddress.parse("2001:db8:1:d550::1234");
    private static final IpAddress REMOTE = IpAddress.parse("2001:db8:ffff::9");
    private static final IpAddress ROUTER = IpAddress.parse("2001:db8:eeee::1");
    private static final PrefixTranslation PAIR =
            new PrefixTranslation(
                    IpPrefix.parse("fd01:203:405::/48"), IpPrefix.parse("2001:db8:1::/48"));

    private final MemorySegment memory = Arena.ofAuto().allocate(256, 8);
    private final Packet packet = new Packet();

    PrefixErrorsTest() {
        Memory.register(memory);
    }

    /// An error that quotes the start of a packet, parsed.
    private Packet error(IpAddress from, IpAddress to, IpAddress[] quoted, int quotedBytes) {
        long ip6 = memory.address();
        Memory.zero(ip6, memory.byteSize());
        long icmp = ip6 + Ipv6Header.BYTES;
        int bytes = Icmpv6Header.BYTES + quotedBytes;
        header(ip6, from, to, bytes, IpProtocol.ICMPV6);
        Memory.put8(icmp, Icmpv6Header.TIME_EXCEEDED);
        header(icmp + Icmpv6Header.BYTES, quoted[0], quoted[1], 8, IpProtocol.UDP);
        Icmpv6Header.updateChecksum(ip6, icmp, bytes);
        packet.reset(0, ip6, Ipv6Header.BYTES + bytes, 0);
        assertThat(Ipv6Parser.parse(packet, ip6, ip6 + Ipv6Header.BYTES + bytes))
                .isEqualTo(Verdict.CONTINUE);
        assertThat(TransportParser.parse(packet)).isEqualTo(Verdict.CONTINUE);
        return packet;
    }

    private static void header(long ip6, IpAddress from, IpAddress to, int bytes, int next) {
        Ipv6Header.write(ip6, bytes, next, 64);
        Ipv6Header.source(ip6, from.high(), from.low());
        Ipv6Header.destination(ip6, to.high(), to.low());
    }

    private static IpAddress[] quote(IpAddress from, IpAddress to) {
        return new IpAddress[] {from, to};
    }

    private boolean checksumValid() {
        long ip6 = memory.address();
        return Icmpv6Header.checksumValid(ip6, packet.transport, packet.ipPayloadBytes());
    }

    @Test
    void theSenderKnowsItsPacketAgain() {
        Packet p = error(ROUTER, OUTSIDE, quote(OUTSIDE, REMOTE), 48);
        assertThat(PrefixErrors.inward(p, PAIR)).isEqualTo(Verdict.CONTINUE);
        long quoted = p.transport + Icmpv6Header.BYTES;
        assertThat(new IpAddress(Ipv6Header.sourceHigh(quoted), Ipv6Header.sourceLow(quoted)))
                .isEqualTo(INSIDE);
        Ipv6Header.destination(p.ip, INSIDE.high(), INSIDE.low());
        assertThat(checksumValid()).isTrue();
    }

    @Test
    void theOutsideHearsOfItsOwnPacket() {
        Packet p = error(INSIDE, REMOTE, quote(REMOTE, INSIDE), 48);
        assertThat(PrefixErrors.outward(p, PAIR)).isEqualTo(Verdict.CONTINUE);
        long quoted = p.transport + Icmpv6Header.BYTES;
        assertThat(
                        new IpAddress(
                                Ipv6Header.destinationHigh(quoted),
                                Ipv6Header.destinationLow(quoted)))
                .isEqualTo(OUTSIDE);
        Ipv6Header.source(p.ip, OUTSIDE.high(), OUTSIDE.low());
        assertThat(checksumValid()).isTrue();
    }

    @Test
    void anErrorAboutSomebodyElsesPacketIsDropped() {
        Packet p = error(ROUTER, OUTSIDE, quote(REMOTE, ROUTER), 48);
        assertThat(PrefixErrors.inward(p, PAIR)).isEqualTo(Verdict.DROP);
        assertThat(p.dropReason).isEqualTo(DropReason.NAT_ICMP_NO_SESSION);
        p = error(INSIDE, REMOTE, quote(REMOTE, ROUTER), 48);
        assertThat(PrefixErrors.outward(p, PAIR)).isEqualTo(Verdict.DROP);
        assertThat(p.dropReason).isEqualTo(DropReason.NAT_ICMP_NO_SESSION);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 39})
    void aQuoteWithoutAWholeHeaderIsDropped(int quotedBytes) {
        Packet p = error(ROUTER, OUTSIDE, quote(OUTSIDE, REMOTE), quotedBytes);
        assertThat(PrefixErrors.inward(p, PAIR)).isEqualTo(Verdict.DROP);
        assertThat(p.dropReason).isEqualTo(DropReason.BAD_TRANSPORT_HEADER);
        p = error(INSIDE, REMOTE, quote(REMOTE, INSIDE), quotedBytes);
        assertThat(PrefixErrors.outward(p, PAIR)).isEqualTo(Verdict.DROP);
        assertThat(p.dropReason).isEqualTo(DropReason.BAD_TRANSPORT_HEADER);
    }
}
