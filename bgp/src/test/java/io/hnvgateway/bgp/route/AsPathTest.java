package io.hnvgateway.bgp.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnvgateway.bgp.route.AsPath.Kind;
import io.hnvgateway.bgp.route.AsPath.Segment;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AsPathTest {
    private static final Segment SET =
            new Segment(Kind.SET, List.of(new Asn(64512), new Asn(4_200_000_000L)));

    private static AsPath mixed() {
        return AsPath.of(List.of(new Segment(Kind.SEQUENCE, List.of(new Asn(1), new Asn(2))), SET));
    }

    @Test
    void countsASetAsOneHopAndAConfederationAsNone() {
        Segment confederation = new Segment(Kind.CONFEDERATION_SEQUENCE, List.of(new Asn(9)));
        AsPath path = AsPath.of(List.of(confederation, mixed().segments().getFirst(), SET));
        assertEquals(3, path.hops());
        assertEquals(5, path.size());
        assertTrue(path.hasConfederation());
        assertFalse(mixed().hasConfederation());
    }

    @Test
    void keepsItsSegments() {
        assertEquals("1 2 {64512,4200000000}", mixed().toString());
        assertEquals(mixed(), AsPath.of(mixed().segments()));
        assertEquals(mixed().hashCode(), AsPath.of(mixed().segments()).hashCode());
    }

    @Test
    void knowsItsEnds() {
        assertEquals(1, mixed().firstOrZero());
        assertEquals(0, mixed().originOrZero());
        assertEquals(3_000_000_000L, AsPath.sequence(7, 3_000_000_000L).originOrZero());
        assertEquals(0, AsPath.of(List.of(SET)).firstOrZero());
        assertEquals(0, AsPath.EMPTY.firstOrZero());
        assertEquals(0, AsPath.EMPTY.originOrZero());
    }

    @Test
    void findsNumbersInSetsToo() {
        assertTrue(mixed().contains(new Asn(4_200_000_000L)));
        assertFalse(mixed().contains(new Asn(3)));
        assertTrue(mixed().containsAny(new Asn(64000), new Asn(65000)));
        assertFalse(mixed().containsAny(new Asn(3), new Asn(64511)));
        assertEquals(2, AsPath.sequence(5, 6, 5).count(new Asn(5)));
    }

    @Test
    void prependsIntoTheFirstSequenceWhileItHasRoom() {
        assertEquals("9 9 1 2 {64512,4200000000}", mixed().prepend(new Asn(9), 2).toString());
        AsPath full = AsPath.sequence(Collections.nCopies(255, new Asn(1)));
        assertEquals(2, full.prepend(new Asn(9), 1).segments().size());
        assertEquals(
                "9 {64512,4200000000}", AsPath.of(List.of(SET)).prepend(new Asn(9), 1).toString());
        assertEquals(256, full.prepend(new Asn(9), 1).hops());
    }

    @Test
    void refusesMoreThanAMessageCarries() {
        AsPath longest = AsPath.sequence(Collections.nCopies(AsPath.LONGEST, new Asn(1)));
        assertEquals(AsPath.LONGEST, longest.size());
        assertThrows(IllegalArgumentException.class, () -> longest.prepend(new Asn(1), 1));
        assertThrows(IllegalArgumentException.class, () -> new Segment(Kind.SET, List.of()));
    }
}
