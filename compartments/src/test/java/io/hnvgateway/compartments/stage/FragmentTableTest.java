package io.hnvgateway.compartments.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FragmentTableTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment header = arena.allocate(Ipv4Header.BYTES, 8);
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
        assertThat(table.mark(entry, first)).isFalse();
        assertThat(table.mark(entry, fragment(1, 8, 16, false))).isFalse();
        assertThat(table.mark(entry, fragment(1, 16, 5, false))).isTrue();
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
