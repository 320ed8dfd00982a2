package io.hnvgateway.lab.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.bgp.speaker.Aliases;
import io.hnvgateway.compartments.punt.AliasAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The data path and the speakers know nothing of each other, and must mean the same addresses.
class AliasesAgreeTest {
    @ParameterizedTest(name = "IPv6: {0}")
    @ValueSource(booleans = {false, true})
    void theDataPathHasTheSpeakersAddresses(boolean ipv6) {
        assertThat(AliasAddress.LIMIT - 1).isEqualTo(Aliases.MOST_PEERS);
        for (int n = 1; n <= Aliases.MOST_PEERS; n++) {
            assertThat(AliasAddress.peer(n, ipv6))
                    .as("peer %d", n)
                    .isEqualTo(Aliases.peer(n, !ipv6));
            assertThat(AliasAddress.local(n, ipv6))
                    .as("ours for peer %d", n)
                    .isEqualTo(Aliases.local(n, !ipv6));
        }
    }
}
