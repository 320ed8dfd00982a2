package io.hnvgateway.bgp.bfd;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.packet.IpAddress;
import org.junit.jupiter.api.Test;

class BfdSettingsTest {
    @Test
    void saysAllFaultsAtOnce() {
        assertThatThrownBy(() -> new BfdSettings(9_999, 10_000_001, 0))
                .hasMessage(
                        "desiredMinTxUs: 9999: must be 10000..10000000 (100000 is 100 ms); "
                                + "requiredMinRxUs: 10000001: must be 10000..10000000 (100000 is 100 ms); "
                                + "detectMultiplier: 0: must be 1..255 (3 is usual)");
        assertThatThrownBy(() -> new BfdSettings(10_000, 10_000, 256))
                .hasMessage("detectMultiplier: 256: must be 1..255 (3 is usual)");
    }

    @Test
    void keyIsOfOneFamily() {
        assertThatThrownBy(() -> new BfdKey(1, BfdEnd.A, IpAddress.parse("fd00::1")))
                .hasMessageContaining("one family");
        assertThatThrownBy(() -> new BfdKey(1, BfdEnd.A, BfdEnd.A))
                .hasMessageContaining("10.0.0.1");
    }
}
