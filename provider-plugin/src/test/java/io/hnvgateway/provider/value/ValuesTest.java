package io.hnvgateway.provider.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @Property
    void addressesSurviveText(@ForAll int bits) {
        assertThat(Ip4Address.parse(new Ip4Address(bits).toString()))
                .isEqualTo(new Ip4Address(bits));
    }

    @Property
    void aPrefixContainsItsRangeAndNothingElse(
            @ForAll int bits, @ForAll @IntRange(max = 32) int length) {
        int mask = length == 0 ? 0 : -1 << (32 - length);
        Ip4Prefix prefix = Ip4Prefix.parse(new Ip4Address(bits & mask) + "/" + length);
        Ip4Range range = prefix.range();
        assertThat(range.size()).isEqualTo(1L << (32 - length));
        assertThat(prefix.contains(range.first()) && prefix.contains(range.last())).isTrue();
        if (length > 0) {
            assertThat(prefix.contains(new Ip4Address(range.last().bits() + 1))).isFalse();
            assertThat(prefix.contains(new Ip4Address(range.first().bits() - 1))).isFalse();
        }
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
                "-1.2.3.4"
            })
    void refusesOtherAddresses(String text) {
        assertThatThrownBy(() -> Ip4Address.parse(text)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void knowsWhichAddressesAHostCanHave() {
        Ip4Prefix subnet = Ip4Prefix.parse("10.0.0.0/29");
        assertThat(subnet.isHostAddress(Ip4Address.parse("10.0.0.0"))).isFalse();
        assertThat(subnet.isHostAddress(Ip4Address.parse("10.0.0.7"))).isFalse();
        assertThat(subnet.isHostAddress(Ip4Address.parse("10.0.0.6"))).isTrue();
        assertThat(Ip4Prefix.parse("10.0.0.0/31").isHostAddress(Ip4Address.parse("10.0.0.0")))
                .isTrue();
        assertThat(Ip4Address.parse("224.0.0.1").isUnicast()).isFalse();
        assertThat(Ip4Address.parse("127.0.0.1").isUnicast()).isFalse();
    }

    @Test
    void readsGuidsWithAndWithoutBraces() {
        String guid = "c0c0c0c0-0000-4000-8000-000000000001";
        assertThat(Values.guid("{" + guid + "}")).isEqualTo(Values.guid(guid));
        assertThatThrownBy(() -> Values.guid("{" + guid)).isInstanceOf(InvalidValueException.class);
    }
}
