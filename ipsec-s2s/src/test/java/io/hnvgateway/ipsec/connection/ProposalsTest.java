package io.hnvgateway.ipsec.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProposalsTest {

    @Test
    void offersEverySafeFormOfWhatIsLeftOut() {
        assertThat(Proposals.ike(null, null, null))
                .containsExactly(
                        "aes256gcm16-aes128gcm16-prfsha384-prfsha256-ecp384-ecp256-modp2048",
                        "aes256-aes128-prfsha384-prfsha256-sha384-sha256-ecp384-ecp256-modp2048");
        assertThat(Proposals.esp(null, null, List.of()))
                .containsExactly("aes256gcm16-aes128gcm16", "aes256-aes128-sha384-sha256");
    }

    @Test
    void offersNothingButWhatIsSaid() {
        assertThat(Proposals.ike("aes256", "sha256", "modp2048"))
                .containsExactly("aes256-prfsha256-sha256-modp2048");
        assertThat(Proposals.esp("aes256gcm16", null, List.of("ecp256")))
                .containsExactly("aes256gcm16-ecp256");
    }
}
