package io.hnvgateway.bgp.speaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.packet.IpAddress;
import org.junit.jupiter.api.Test;

class AliasesTest {
    @Test
    void aPeerHasItsOwnAddressAndOursIsTheShards() {
        assertThat(Aliases.peer(1, true)).hasToString("10.128.0.1");
        assertThat(Aliases.peer(65_535, true)).hasToString("10.128.255.255");
        assertThat(Aliases.peer(300, false)).hasToString("fd00:1::12c");
        assertThat(Aliases.local(127, true)).hasToString("10.0.0.1");
        assertThat(Aliases.local(128, true)).hasToString("10.0.0.2");
        assertThat(Aliases.local(300, false)).hasToString("fd00:2::3");
    }

    @Test
    void ourAddressTellsTheShard() {
        for (int number : new int[] {1, 127, 128, 65_535}) {
            for (boolean ipv4 : new boolean[] {true, false}) {
                assertThat(Aliases.shardAt(Aliases.local(number, ipv4)))
                        .isEqualTo(Aliases.shardOf(number));
            }
        }
        assertThatThrownBy(() -> Aliases.shardAt(IpAddress.parse("10.0.0.0")))
                .hasMessage("10.0.0.0: no address of a shard");
    }
}
