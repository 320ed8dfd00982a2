package io.hnvgateway.bgp.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTextTest {
    @ParameterizedTest
    @CsvSource({"65001,65001", "1.0,65536", "0.23456,23456", "65535.65535,4294967295"})
    void readsAsNumbersPlainAndDotted(String text, long value) {
        assertEquals(value, Asn.parse(text).value());
        assertEquals(Asn.parse(text), Asn.parse(Asn.parse(text).dotted()));
        assertEquals(Asn.parse(text), Asn.ofBits(Asn.parse(text).bits()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0.0",
                "4294967296",
                "65536.0",
                "1.65536",
                "-1",
                "",
                "1.",
                ".1",
                "1.2.3",
                "٣",
                "99999999999999999999"
            })
    void refusesOtherAsNumbers(String text) {
        assertThrows(IllegalArgumentException.class, () -> Asn.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"65000:1", "0:0", "65535:65535", "no-export", "no-advertise"})
    void communitiesAreWrittenAsTheyAreRead(String text) {
        assertEquals(text, Community.parse(text).toString());
    }

    @Test
    void wellKnownCommunitiesHaveTheirNumbers() {
        assertEquals(Community.NO_EXPORT, Community.parse("65535:65281"));
        assertEquals("no-export-subconfed", Community.parse("65535:65283").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536:1", "1", "1:", ":1", "1:2:3", "internet"})
    void refusesOtherCommunities(String text) {
        assertThrows(IllegalArgumentException.class, () -> Community.parse(text));
    }

    @Test
    void largeCommunitiesAreWrittenAsTheyAreRead() {
        assertEquals("4294967295:0:7", LargeCommunity.parse("4294967295:0:7").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1:2", "1:2:3:4", "4294967296:1:1", "1::1"})
    void refusesOtherLargeCommunities(String text) {
        assertThrows(IllegalArgumentException.class, () -> LargeCommunity.parse(text));
    }

    @Test
    void anIdentifierIsNotZero() {
        assertEquals("10.0.0.1", RouterId.parse("10.0.0.1").toString());
        assertThrows(IllegalArgumentException.class, () -> RouterId.parse("0.0.0.0"));
    }
}
