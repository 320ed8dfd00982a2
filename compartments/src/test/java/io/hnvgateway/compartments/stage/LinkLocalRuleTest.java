package io.hnvgateway.compartments.stage;

import static io.hnvgateway.compartments.stage.StageWorld.*;
import static io.hnvgateway.compartments.stage.TestFrames.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkLocalRuleTest {
    @ParameterizedTest
    @CsvSource({
        "fd00:1::a, 2001:db8::1, CONTINUE",
        "fd00:1::a, fd00:1::1, CONTINUE",
        "fe80::a, fd00:1::1, CONSUME",
        "fd00:1::a, fe80::5eff:fe00:1, CONSUME",
        "fe80::a, 2001:db8::1, DROP",
        "fe80::a, fe80::b, DROP",
        "fd00:1::a, fe80::b, DROP",
    })
    void linkLocalAddressesReachTheGatewayOnly(
            String source, String destination, Verdict expected) {
        try (StageWorld world = new StageWorld()) {
            Packet p = world.ipv6FromVm(ipv6(source, destination, 59, 64, new byte[8]));
            assertThat(LinkLocalRule.check(p, world.compartment)).isEqualTo(expected);
            assertThat(p.dropReason)
                    .isEqualTo(expected == Verdict.DROP ? DropReason.LINK_LOCAL_ADDRESS : null);
        }
    }
}
