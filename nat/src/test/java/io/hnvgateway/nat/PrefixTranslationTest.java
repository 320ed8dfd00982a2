package io.hnvgateway.nat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Prefix translation of RFC 6296.
class PrefixTranslationTest {
    private static PrefixTranslation pair(String inside, String outside) {
        return new PrefixTranslation(IpPrefix.parse(inside), IpPrefix.parse(outside));
    }

    private static IpAddress out(PrefixTranslation pair, IpAddress a) {
        return new IpAddress(pair.outsideHigh(a.high()), pair.outsideLow(a.low()));
    }

    private static IpAddress in(PrefixTranslation pair, IpAddress a) {
        return new IpAddress(pair.insideHigh(a.high()), pair.insideLow(a.low()));
    }

    /// What a checksum sees of an address: its words modulo 65535.
    private static long residue(IpAddress a) {
        long sum = 0;
        for (int shift = 0; shift < 64; shift += 16) {
            sum += (a.high() >>> shift & 0xffff) + (a.low() >>> shift & 0xffff);
        }
        return sum % 65_535;
    }

    /// The first row is RFC 6296 §3.6's own; the others were computed by hand by §3.5 and §3.7.
    @ParameterizedTest
    @CsvSource({
        "fd01:203:405::/48, 2001:db8:1::/48, fd01:203:405:1::1234, 2001:db8:1:d550::1234",
        "fd01:203:405::/48, 2001:db8:1::/48, fd01:203:405:2ab0::1, 2001:db8:1::1",
        "fd00::/64, 2001:db8::/64, fd00::1, 2001:db8::cf47:0:0:1",
        "fd00::/64, 2001:db8::/64, fd00::ffff:0:0:1, 2001:db8::ffff:cf47:0:1",
        "fd00::/48, 2001:db8:0:ab00::/56, fd00:0:0:12::1, 2001:db8:0:ab12:2447::1"
    })
    void addressesAreTranslatedAsTheRfcSays(String inside, String outside, String from, String to) {
        PrefixTranslation pair = pair(inside, outside);
        assertThat(out(pair, IpAddress.parse(from))).isEqualTo(IpAddress.parse(to));
        assertThat(in(pair, IpAddress.parse(to))).isEqualTo(IpAddress.parse(from));
    }

    @Property
    void theWayBackIsTheSameAndChecksumsStay(
            @ForAll @IntRange(min = 8, max = 64) int insideBits,
            @ForAll @IntRange(min = 8, max = 64) int outsideBits,
            @ForAll long insideHigh,
            @ForAll long outsideHigh,
            @ForAll long high,
            @ForAll long low) {
        var inside = IpPrefix.of(new IpAddress(insideHigh & ~(1L << 63), 0), insideBits);
        var outside = IpPrefix.of(new IpAddress(outsideHigh | 1L << 63, 0), outsideBits);
        var pair = new PrefixTranslation(inside, outside);
        int bits = Math.max(insideBits, outsideBits);
        IpAddress host = within(pair.inside(), bits, high, low);
        if (!pair.isTranslatable(host.high(), host.low())) {
            return;
        }
        IpAddress moved = out(pair, host);
        assertThat(pair.outside().contains(moved)).isTrue();
        assertThat(pair.isTranslatable(moved.high(), moved.low()))
                .isEqualTo(bits <= 48 || moved.low() != 0);
        assertThat(in(pair, moved)).isEqualTo(host);
        assertThat(residue(moved)).isEqualTo(residue(host));
    }

    private static IpAddress within(IpPrefix prefix, int bits, long high, long low) {
        long mask = -1L << (64 - bits);
        return new IpAddress(prefix.address().high() | (high & ~mask), low);
    }

    @Test
    void allSubnetsOfAPrefixGoToDifferentOnes() {
        PrefixTranslation pair = pair("fd01:203:405::/48", "2001:db8:1::/48");
        boolean[] seen = new boolean[65_536];
        for (int subnet = 0; subnet < 65_535; subnet++) {
            long high = pair.outsideHigh(pair.inside().address().high() | subnet);
            assertThat(seen[(int) high & 0xffff]).isFalse();
            seen[(int) high & 0xffff] = true;
        }
        assertThat(seen[0xffff]).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "fd00::/48, 2001:db8::/48, fd00:0:0:ffff::1, false",
        "fd00::/48, 2001:db8::/48, fd00::, true",
        "fd00::/48, 2001:db8::/48, fd00::ffff:ffff:ffff:ffff, true",
        "fd00::/64, 2001:db8::/64, fd00::ffff:ffff:ffff:ffff, false",
        "fd00::/64, 2001:db8::/64, fd00::, false",
        "fd00::/64, 2001:db8::/64, fd00::ffff:ffff:ffff:0, true"
    })
    void someAddressesHaveNoCounterpart(
            String inside, String outside, String address, boolean translatable) {
        IpAddress a = IpAddress.parse(address);
        assertThat(pair(inside, outside).isTranslatable(a.high(), a.low())).isEqualTo(translatable);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 2001:db8::/48, both prefixes must be IPv6",
        "fd00::/48, 10.0.0.0/8, both prefixes must be IPv6",
        "fd00::/65, 2001:db8::/48, prefix lengths must be 1..64",
        "::/0, 2001:db8::/48, prefix lengths must be 1..64",
        "fd00::/16, fd00:1::/48, the two prefixes must not overlap"
    })
    void aPairThatCannotBeIsRefused(String inside, String outside, String rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pair(inside, outside))
                .withMessage(inside + " and " + outside + ": " + rule);
    }

    @Test
    void pairsAreFoundFromBothSides() {
        PrefixTranslation one = pair("fd00:1::/48", "2001:db8:1::/48");
        PrefixTranslation other = pair("fd00:2::/48", "2001:db8:2::/56");
        var table = new PrefixTranslations(List.of(one, other));
        IpAddress inside = IpAddress.parse("fd00:2::9");
        IpAddress outside = IpAddress.parse("2001:db8:1:7::9");
        assertThat(table.ofInside(inside.high(), inside.low())).isSameAs(other);
        assertThat(table.ofOutside(inside.high(), inside.low())).isNull();
        assertThat(table.ofOutside(outside.high(), outside.low())).isSameAs(one);
        // Behind the zeros that extend the /48 to a /56.
        IpAddress beyond = IpAddress.parse("fd00:2:0:100::9");
        assertThat(table.ofInside(beyond.high(), beyond.low())).isNull();
    }

    @Test
    void overlappingPrefixesAreRefused() {
        PrefixTranslation one = pair("fd00:1::/48", "2001:db8:1::/48");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new PrefixTranslations(
                                List.of(one, pair("fd00:1:0:1::/64", "2001:db8:2::/64"))))
                .withMessageContaining("must not overlap");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new PrefixTranslations(
                                List.of(one, pair("fd00:2::/48", "2001:db8:1:8000::/49"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new PrefixTranslations(
                                List.of(one, pair("2001:db8:1:8000::/49", "2001:db8:9::/49"))));
    }
}
