package io.hnvgateway.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/// Addresses of the control plane: text to value and back.
class AddressTextTest {
    @Property
    void addressesReadWhatTheyPrint(@ForAll int bits) {
        Ipv4Address address = new Ipv4Address(bits);
        assertThat(Ipv4Address.parse(address.toString())).isEqualTo(address);
    }

    @Property
    void prefixesReadWhatTheyPrint(@ForAll int bits, @ForAll @IntRange(max = 32) int length) {
        Ipv4Prefix prefix = Ipv4Prefix.of(bits, length);
        assertThat(Ipv4Prefix.parse(prefix.toString())).isEqualTo(prefix);
        assertThat(prefix.contains(bits)).isTrue();
        assertThat(prefix.contains(prefix.first())).isTrue();
        assertThat(prefix.contains(prefix.last())).isTrue();
        assertThat(Integer.toUnsignedLong(prefix.last()) - Integer.toUnsignedLong(prefix.first()))
                .isEqualTo((1L << (32 - length)) - 1);
    }

    @Property
    void prefixesOverlapWhenOneHoldsTheOther(
            @ForAll int bits,
            @ForAll @IntRange(max = 32) int one,
            @ForAll @IntRange(max = 32) int other) {
        assertThat(Ipv4Prefix.of(bits, one).overlaps(Ipv4Prefix.of(bits, other))).isTrue();
        if (one > 0 && other > 0) {
            Ipv4Prefix elsewhere = Ipv4Prefix.of(~bits, other);
            assertThat(Ipv4Prefix.of(bits, one).overlaps(elsewhere)).isFalse();
        }
    }

    @Property
    void macAddressesReadWhatTheyPrint(@ForAll @LongRange(max = 0xffff_ffff_ffffL) long bits) {
        MacAddress mac = new MacAddress(bits);
        assertThat(MacAddress.parse(mac.toString())).isEqualTo(mac);
        assertThat(MacAddress.parse(mac.toString().replace('-', ':'))).isEqualTo(mac);
        assertThat(mac.isGroup()).isEqualTo((bits >>> 40 & 1) == 1);
    }

    @Example
    void refusesWhatIsNoAddress() {
        for (String text :
                new String[] {
                    "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "1.2.3.-4", "1.2.3.٤"
                }) {
            refused(() -> Ipv4Address.parse(text));
        }
        for (String text :
                new String[] {"10.0.0.0", "10.0.0.0/33", "10.0.0.1/24", "10.0.0.0/", "/8"}) {
            refused(() -> Ipv4Prefix.parse(text));
        }
        for (String text :
                new String[] {"", "02-00-5E-00-00", "02-00-5E-00-00-0G", "02005E000001"}) {
            refused(() -> MacAddress.parse(text));
        }
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable parse) {
        assertThatThrownBy(parse).isInstanceOf(IllegalArgumentException.class);
    }
}
