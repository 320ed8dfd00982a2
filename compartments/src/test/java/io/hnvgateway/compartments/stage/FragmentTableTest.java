package io.hnvgateway.compartments.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Extensions;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Ipv6Parser;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FragmentTableTest {
    private static final int UDP = 17;
    private static final long SECOND_NS = 1_000_000_000L;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment header = arena.allocate(128, 8);
    private final FragmentTable table = new FragmentTable(7);

    FragmentTableTest() {
        Memory.register(header);
    }

    @AfterEach
    void close() {
        Memory.unregister(header);
        arena.close();
    }

    @Test
    void tellsCompartmentsAndSidesApart() {
        int entry = table.add(fragment(1, 0, 8, true), 0);

        assertThat(table.find(fragment(1, 8, 8, false))).isEqualTo(entry);
        assertThat(table.find(fragment(2, 8, 8, false))).isNegative();
        Packet otherSide = fragment(1, 8, 8, false);
        otherSide.overlay = true;
        assertThat(table.find(otherSide)).isNegative();
    }

    @Test
    void refusesBytesThatCameBefore() {
        Packet first = fragment(1, 0, 16, true);
        int entry = table.add(first, 0);

        assertThat(table.mark(entry, first)).isTrue();
        assertThat(table.mark(entry, first)).as("repeated").isFalse();
        assertThat(table.mark(entry, fragment(1, 16, 5, false))).isTrue();
    }

    @Test
    void anOverlapOfIpv6SpoilsTheWholeDatagram() {
        int entry = table.add(ipv6Fragment(UDP, 0, 16, true), 0);
        assertThat(table.mark(entry, ipv6Fragment(UDP, 0, 16, true))).isTrue();
        assertThat(table.mark(entry, ipv6Fragment(UDP, 0, 16, true))).as("repeated").isFalse();
        assertThat(table.mark(entry, ipv6Fragment(UDP, 16, 8, true))).isTrue();

        assertThat(table.mark(entry, ipv6Fragment(UDP, 16, 16, true))).isFalse();
        assertThat(table.mark(entry, ipv6Fragment(UDP, 24, 5, false))).isFalse();
    }

    @Test
    void findsIpv6DatagramsByIdentificationAloneAndCountsExtensionHeadersOfTheFirst() {
        int entry = table.add(ipv6Fragment(UDP, 0, 16, true), 0);
        Packet later = ipv6Fragment(Ipv6Extensions.DESTINATION_OPTIONS, 16, 5, false);
        assertThat(table.find(later)).isEqualTo(entry);
        later.ipv6Identification++;
        assertThat(table.find(later)).isNegative();

        Packet first = ipv6Fragment(Ipv6Extensions.DESTINATION_OPTIONS, 0, 24, true);
        assertThat(FragmentTable.bytes(first)).isEqualTo(24);
    }

    private Packet ipv6Fragment(int next, int offsetBytes, int bytes, boolean more) {
        long ip = header.address();
        Ipv6Header.write(ip, 8 + bytes, Ipv6Extensions.FRAGMENT, 64);
        Ipv6Header.source(ip, 0x2001_0db8L << 32, 1);
        Ipv6Header.destination(ip, 0x2001_0db8L << 32, 2);
        Memory.put32(ip + 40, next << 24 | offsetBytes | (more ? 1 : 0));
        Memory.put32(ip + 44, 0x12345678);
        Memory.put64(ip + 48, (long) UDP << 56 | 0x0001_0400_0000_0000L >>> 8);
        Packet p = new Packet();
        p.reset(0, ip, 48 + bytes, 0);
        if (Ipv6Parser.parse(p, ip, ip + 48 + bytes) == Verdict.DROP) {
            throw new AssertionError(p.dropReason);
        }
        return p;
    }

    @Test
    void endsSoonAfterEveryByteCameInWhateverOrder() {
        int entry = table.add(fragment(1, 16, 5, false), 0);
        table.mark(entry, fragment(1, 16, 5, false));
        table.endIfComplete(entry, 0);
        assertThat(table.expired(entry, SECOND_NS)).isFalse();

        table.mark(entry, fragment(1, 0, 16, true));
        table.endIfComplete(entry, 0);
        assertThat(table.expired(entry, SECOND_NS)).isTrue();
    }

    @Test
    void anIncompleteDatagramEndsByItsTime() {
        int entry = table.add(fragment(1, 0, 16, true), 0);
        table.mark(entry, fragment(1, 0, 16, true));
        table.endIfComplete(entry, 0);

        assertThat(table.expired(entry, 14 * SECOND_NS)).isFalse();
        assertThat(table.expired(entry, 15 * SECOND_NS)).isTrue();
    }

    private Packet fragment(int compartment, int offsetBytes, int bytes, boolean more) {
        Packet p = new Packet();
        p.reset(0, header.address(), Ipv4Header.BYTES + bytes, 0);
        p.compartment = compartment;
        p.ip = header.address();
        p.ipHeaderBytes = Ipv4Header.BYTES;
        p.ipTotalBytes = Ipv4Header.BYTES + bytes;
        p.source = 1;
        p.destination = 2;
        p.protocol = 17;
        p.fragmentOffset = offsetBytes;
        p.moreFragments = more;
        return p;
    }
}
