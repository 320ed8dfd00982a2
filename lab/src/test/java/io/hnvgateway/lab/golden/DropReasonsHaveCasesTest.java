package io.hnvgateway.lab.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.DropReason;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Every drop reason has a golden case, or stands here with the unit test that provokes it.
class DropReasonsHaveCasesTest {
    /// Reasons that no frame can cause alone.
    private static final Map<DropReason, String> WITHOUT_FRAME =
            Map.ofEntries(
                    Map.entry(DropReason.PREFIX_UNTRANSLATABLE, "UntranslatablePrefixTest"),
                    Map.entry(DropReason.ROUTER_SOLICITATION, "InnerNdStageTest"),
                    Map.entry(DropReason.REDIRECT_FROM_VM, "InnerNdStageTest"),
                    Map.entry(DropReason.LEARNED_ADDRESS_LIMIT, "LearningStageTest"),
                    Map.entry(DropReason.CONTROL_MALFORMED, "ControlStageTest"),
                    Map.entry(DropReason.CONTROL_LIMIT, "ControlStageTest"),
                    Map.entry(DropReason.LOCAL_FRAGMENT, "LocalStageTest"),
                    Map.entry(DropReason.TUNNEL_DOWN, "TunnelsTest"),
                    Map.entry(DropReason.TUNNEL_LIMIT, "TunnelsTest"),
                    Map.entry(DropReason.ESP_CONGESTION, "EspDecapsulatorTest"),
                    Map.entry(DropReason.ESP_EXPIRED, "EspTunnelTest"),
                    Map.entry(DropReason.ESP_SEQUENCE_OVERFLOW, "EspTunnelTest"),
                    Map.entry(DropReason.BGP_LIMIT, "PuntPathTest"),
                    Map.entry(DropReason.BGP_TTL, "PuntPathTest"),
                    Map.entry(DropReason.BFD_MALFORMED, "BfdPathTest"),
                    Map.entry(DropReason.BFD_TTL, "BfdPathTest"),
                    Map.entry(DropReason.BFD_SESSION, "BfdPathTest"),
                    Map.entry(DropReason.BFD_LIMIT, "BfdPathTest"),
                    Map.entry(DropReason.HANDOVER_FULL, "SeveralWorkersTest"),
                    Map.entry(DropReason.SLOW_PATH_LIMIT, "SlowPathLimitNetTest"),
                    Map.entry(DropReason.NO_FRAME, "FaultsOfTheGatewayTest"),
                    Map.entry(DropReason.TRANSMIT_RING_FULL, "FaultsOfTheGatewayTest"),
                    Map.entry(DropReason.INTERNAL_ERROR, "FaultsOfTheGatewayTest"));

    @Test
    void everyDropReasonHasACase() {
        Set<String> expected =
                EnumSet.complementOf(EnumSet.copyOf(WITHOUT_FRAME.keySet())).stream()
                        .map(DropReason::label)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> provoked = new TreeSet<>();
        GoldenCase.all().forEach(golden -> provoked.addAll(golden.drops().keySet()));
        assertThat(provoked).containsExactlyInAnyOrderElementsOf(expected);
    }
}
