package io.hnvgateway.compartments.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "169.254.1.1", "2001:db8::1", "fe80::1", "fd00::1"})
    void isUnicast(String text) {
        assertThat(unicast(text)).isTrue();
        assertThat(multicast(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "127.0.0.1", "240.0.0.1", "::", "::1", "::10.0.0.1"})
    void isNeitherUnicastNorMulticast(String text) {
        assertThat(unicast(text)).isFalse();
        assertThat(multicast(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"224.0.0.1", "239.1.2.3", "255.255.255.255", "ff02::1", "ff0e::7"})
    void isMulticastOrBroadcast(String text) {
        assertThat(unicast(text)).isFalse();
        assertThat(multicast(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fe80::1", "febf::1", "169.254.0.1"})
    void isLinkLocal(String text) {
        IpAddress a = IpAddress.parse(text);
        assertThat(AddressRules.isLinkLocal(a.high(), a.low())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fec0::1", "fd00::1", "169.253.0.1", "::", "0.0.0.0"})
    void isNotLinkLocal(String text) {
        IpAddress a = IpAddress.parse(text);
        assertThat(AddressRules.isLinkLocal(a.high(), a.low())).isFalse();
    }

    private static boolean unicast(String text) {
        IpAddress a = IpAddress.parse(text);
        return AddressRules.isUnicast(a.high(), a.low());
    }

    private static boolean multicast(String text) {
        IpAddress a = IpAddress.parse(text);
        return AddressRules.isMulticastOrBroadcast(a.high(), a.low());
    }
}
