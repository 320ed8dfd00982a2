package io.hnvgateway.ipsec.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.vici.Charon;
import io.hnvgateway.ipsec.vici.TwoCharons;
import io.hnvgateway.ipsec.vici.ViciClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The settings for all connections with a real charon.
@Tag("net")
class GatewaySettingsNetTest {

    @Test
    void charonTakesTheSettingsAndWorksWithThem() throws Exception {
        try (TwoCharons charons = new TwoCharons(CharonSettings.text());
                ViciClient client = new ViciClient(charons.here().socket());
                Charon charon = new Charon(client)) {
            assertThat(charon.version().daemon()).isEqualTo("charon-systemd");
            assertThat(charon.stats().section("workers").number("total", 0))
                    .as("threads of the settings, not the default 16")
                    .isEqualTo(32);
            assertThat(CharonSettings.text())
                    .as("nothing stays of an IKE_SA whose CHILD_SA failed")
                    .contains("\nclose_ike_on_child_failure = yes\n");
            assertThat(charons.here().output()).doesNotContain("syntax error", "invalid");
        }
    }
}
