package io.hnvgateway.ipsec.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.vici.ViciSection;
import io.hnvgateway.packet.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadConnTest {
    /// charon's own default of 32 would drop what several paths or queues reorder.
    @Test
    void theReplayWindowIsTheLargestThatThereIs() {
        ViciSection child =
                LoadConn.of(
                                new ConnectionSpec(
                                        "contoso/office",
                                        1,
                                        new ConnectionSpec.Sides(
                                                null,
                                                List.of(IpAddress.parse("192.0.2.2")),
                                                null,
                                                null,
                                                false),
                                        new ConnectionSpec.Psk("open sesame"),
                                        new ConnectionSpec.Ike(
                                                List.of("aes128gcm16-prfsha256-ecp256"),
                                                28_800,
                                                15,
                                                false),
                                        new ConnectionSpec.Child(
                                                List.of("aes128gcm16"),
                                                3_600,
                                                0,
                                                0,
                                                List.of(),
                                                List.of()),
                                        ConnectionSpec.Start.ON_DEMAND),
                                "net")
                        .section("children")
                        .section("net");
        assertThat(child.text("replay_window")).isEqualTo("4096");
    }
}
