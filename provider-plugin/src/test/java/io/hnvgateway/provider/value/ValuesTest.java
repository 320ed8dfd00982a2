package io.hnvgateway.provider.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @Property
    void addressesSurviveText(@ForAll long high, @ForAll long low, @ForAll int bits) {
        IpAddress ipv6 = new IpAddress(high, low);
        assertThat(IpAddress.parse(ipv6.toString())).isEqualTo(ipv6);
        IpAddress ipv4 = IpAddress.ofIpv4(bits);
        assertThat(IpAddress.parse(ipv4.toString())).isEqualTo(ipv4);
        assertThat(ipv4.compareTo(ipv6)).isNegative();
    }

    /// Half of the groups are zero, so that runs of them occur; the JDK reads what we write.
    @Property
    void writesIpv6AsOthersReadIt(@ForAll long seed) throws UnknownHostException {
        Random random = new Random(seed);
        ByteBuffer bytes = ByteBuffer.allocate(16);
        for (int i = 0; i < 8; i++) {
            bytes.putShort(random.nextBoolean() ? 0 : (short) random.nextInt());
        }
        IpAddress address = new IpAddress(bytes.getLong(0), bytes.getLong(8));
        assertThat(InetAddress.ofLiteral(address.toString()))
                .isEqualTo(InetAddress.getByAddress(bytes.array()));
        assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8::1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "0:0:0:0:0:0:0:0, ::",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    })
    void writesIpv6InItsCanonicalForm(String text, String canonical) {
        assertThat(IpAddress.parse(text)).hasToString(canonical);
    }

    @Test
    void refusesIpv4InAnIpv6Coat() {
        assertThatThrownBy(() -> IpAddress.parse("::ffff:192.0.2.1"))
                .hasMessage("must not be an IPv4 address written as IPv6; did you mean 192.0.2.1?");
        assertThatThrownBy(() -> IpAddress.parse("::ffff:c000:201"))
                .hasMessageContaining("did you mean 192.0.2.1?");
        assertThatThrownBy(() -> IpPrefix.parse("::ffff:0:0/96"))
                .hasMessageContaining("written as IPv6");
    }

    @Property
    void aPrefixContainsItsRangeAndNothingElse(
            @ForAll int bits, @ForAll @IntRange(max = 32) int length) {
        IpPrefix prefix = IpPrefix.parse(IpPrefix.of(IpAddress.ofIpv4(bits), length).toString());
        IpRange range = prefix.range();
        assertThat(range.size()).isEqualTo(1L << (32 - length));
        assertThat(prefix.contains(range.first()) && prefix.contains(range.last())).isTrue();
        if (length > 0) {
            assertThat(prefix.contains(IpAddress.ofIpv4(range.last().ipv4Bits() + 1))).isFalse();
            assertThat(prefix.contains(IpAddress.ofIpv4(range.first().ipv4Bits() - 1))).isFalse();
        }
    }

    @Property
    void anIpv6PrefixComparesItsLeadingBits(
            @ForAll long high,
            @ForAll long low,
            @ForAll @IntRange(max = 128) int length,
            @ForAll @IntRange(max = 127) int flipped) {
        IpAddress address = new IpAddress(high, low);
        IpPrefix prefix = IpPrefix.of(address, length);
        IpAddress other =
                flipped < 64
                        ? new IpAddress(high ^ Long.MIN_VALUE >>> flipped, low)
                        : new IpAddress(high, low ^ Long.MIN_VALUE >>> (flipped - 64));
        Assume.that(!address.isIpv4() && !other.isIpv4());
        assertThat(prefix.contains(address)).isTrue();
        assertThat(prefix.contains(other)).isEqualTo(flipped >= length);
        assertThat(prefix.range().contains(other)).isEqualTo(flipped >= length);
        assertThat(IpPrefix.parse(prefix.toString())).isEqualTo(prefix);
    }

    @Test
    void theFamiliesNeverMeet() {
        IpPrefix all = IpPrefix.parse("::/0");
        assertThat(all.contains(IpAddress.parse("192.0.2.1"))).isFalse();
        assertThat(all.range().contains(IpAddress.parse("192.0.2.1"))).isFalse();
        assertThat(all.overlaps(IpPrefix.parse("0.0.0.0/0"))).isFalse();
        assertThat(all.contains(IpAddress.parse("2001:db8::1"))).isTrue();
        assertThat(all.range().size()).isEqualTo(Long.MAX_VALUE);
        IpPrefix around = IpPrefix.parse("::/80");
        assertThat(around.range()).hasToString("::-::fffe:ffff:ffff");
        assertThat(around.range().contains(IpAddress.parse("::8000:0:0"))).isTrue();
        assertThat(around.range().contains(IpAddress.parse("255.255.255.255"))).isFalse();
        assertThatThrownBy(() -> IpRange.parse("192.0.2.1-2001:db8::1"))
                .hasMessageContaining("different address families");
    }

    @Property
    void macsSurviveText(@ForAll long bits) {
        Mac mac = new Mac(bits & 0xFFFF_FFFF_FFFFL);
        assertThat(Mac.parse(mac.toString())).isEqualTo(mac);
    }

    @ParameterizedTest
    @ValueSource(strings = {"02-00-5E-00-50-02", "02:00:5e:00:50:02", "02005E005002"})
    void readsMacsInTheirUsualForms(String text) {
        assertThat(Mac.parse(text)).hasToString("02-00-5E-00-50-02");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"02-00:5E-00-50-02", "02-00-5E-00-50", "", "0x005E005002", "02005E00500G"})
    void refusesOtherMacs(String text) {
        assertThatThrownBy(() -> Mac.parse(text)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "256.0.0.1",
                "01.2.3.4",
                "1.2.3.x",
                "1.2.3.4 ",
                "-1.2.3.4",
                "1.2.3.4%eth0",
                "fe80::1%eth0",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "1::2::3",
                ":1:2:3:4:5:6:7",
                "12345::",
                "::g",
                "::1.2.3",
                "1.2.3.4::",
                ":",
                ":::",
                "::\u0661"
            })
    void refusesOtherAddresses(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void knowsWhichAddressesAHostCanHave() {
        IpPrefix subnet = IpPrefix.parse("10.0.0.0/29");
        assertThat(subnet.isHostAddress(IpAddress.parse("10.0.0.0"))).isFalse();
        assertThat(subnet.isHostAddress(IpAddress.parse("10.0.0.7"))).isFalse();
        assertThat(subnet.isHostAddress(IpAddress.parse("10.0.0.6"))).isTrue();
        assertThat(IpPrefix.parse("10.0.0.0/31").isHostAddress(IpAddress.parse("10.0.0.0")))
                .isTrue();
        assertThat(IpAddress.parse("224.0.0.1").isUnicast()).isFalse();
        assertThat(IpAddress.parse("127.0.0.1").isUnicast()).isFalse();
        IpPrefix wide = IpPrefix.parse("2001:db8::/64");
        assertThat(wide.isHostAddress(IpAddress.parse("2001:db8::"))).isFalse();
        assertThat(wide.isHostAddress(IpAddress.parse("2001:db8::ffff:ffff:ffff:ffff"))).isTrue();
        assertThat(IpPrefix.parse("2001:db8::/127").isHostAddress(IpAddress.parse("2001:db8::")))
                .isTrue();
        assertThat(
                        Stream.of("::", "::1", "ff02::1", "fe80::1", "febf::1")
                                .map(IpAddress::parse)
                                .filter(IpAddress::isUnicast))
                .isEmpty();
        assertThat(IpAddress.parse("fec0::1").isUnicast()).isTrue();
    }

    @Test
    void readsGuidsWithAndWithoutBraces() {
        String guid = "c0c0c0c0-0000-4000-8000-000000000001";
        assertThat(Values.guid("{" + guid + "}")).isEqualTo(Values.guid(guid));
        assertThatThrownBy(() -> Values.guid("{" + guid)).isInstanceOf(InvalidValueException.class);
    }
}
