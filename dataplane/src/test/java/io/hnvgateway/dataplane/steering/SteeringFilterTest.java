package io.hnvgateway.dataplane.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.FilterUnderTest;
import io.hnvgateway.dataplane.SteeringCase;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SteeringFilterTest {
    static List<SteeringCase> cases() {
        return SteeringCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decides(SteeringCase c) {
        assertThat(new FilterUnderTest(c.role()).verdict(c.frame())).isEqualTo(c.verdict());
    }

    /// The others need a flow entry, an unknown port or no socket.
    @Test
    void hasACaseForEachVerdictThatAFrameCanCause() {
        Set<SteeringVerdict> missing = EnumSet.allOf(SteeringVerdict.class);
        missing.removeAll(cases().stream().map(SteeringCase::verdict).collect(Collectors.toSet()));
        assertThat(missing)
                .containsExactlyInAnyOrder(
                        SteeringVerdict.EXECUTED,
                        SteeringVerdict.DROP_UNKNOWN_PORT,
                        SteeringVerdict.DROP_NO_SOCKET,
                        SteeringVerdict.DROP_NO_HEARTBEAT,
                        SteeringVerdict.DROP_SLOW_PATH_LIMIT);
    }

    @Test
    void knowsATagThatTheKernelTookOut() {
        SteeringCase foreign = caseNamed("foreign address");
        FilterUnderTest filter = new FilterUnderTest(foreign.role());
        assertThat(filter.verdict(foreign.frame(), 0x8100_0007))
                .isEqualTo(SteeringVerdict.HOST_VLAN);
        assertThat(filter.verdict(foreign.frame(), 0x8100_0008))
                .isEqualTo(SteeringVerdict.DROP_FOREIGN_VLAN);
        assertThat(filter.verdict(foreign.frame(), 0x8100_e000))
                .isEqualTo(SteeringVerdict.DROP_FOREIGN_IPV4);
    }

    private static SteeringCase caseNamed(String name) {
        return cases().stream()
                .filter(c -> c.toString().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    @Property
    void readsNothingBehindAFrameOfAnyBytes(@ForAll byte[] frame) {
        assertThat(new FilterUnderTest(PortRole.BACK_END).verdict(frame)).isNotNull();
    }
}
