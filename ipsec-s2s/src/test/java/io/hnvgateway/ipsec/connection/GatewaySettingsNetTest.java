package io.hnvgateway.ipsec.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.vici.Charon;
import io.hnvgateway.ipsec.vici.TwoCharons;
import io.hnvgateway.ipsec.vici.ViciClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The settings for all connections with a real charon.
@Tag("net")
class GatewaySettingsNetTest {

    @Test
    void charonTakesTheSettingsAndWorksWithThem() throws Exception {
        try (TwoCharons charons = new TwoCharons(settings());
                ViciClient client = new ViciClient(charons.here().socket());
                Charon charon = new Charon(client)) {
            assertThat(charon.version().daemon()).isEqualTo("charon-systemd");
            assertThat(charon.stats().section("workers").number("total", 0))
                    .as("threads of the settings, not the default 16")
                    .isEqualTo(32);
            assertThat(charons.here().output()).doesNotContain("syntax error", "invalid");
        }
    }

    private static String settings() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        GatewaySettingsNetTest.class.getResourceAsStream(
                                "/io/hnvgateway/ipsec/hnv-gateway.conf"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
