package io.hnvgateway.dataplane.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.dataplane.TestPolicies;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardTest {
    @Test
    void namesATableForAnyDevice() {
        assertThat(Guard.encode("eth0.100")).isEqualTo("eth0_2e100");
        for (String device : List.of("eth0", "br-lan", "eth0.100", "a_b", "veth@1")) {
            assertThat(Guard.encode(device)).matches("[A-Za-z0-9_]+");
            assertThat(Guard.decode(Guard.encode(device))).isEqualTo(device);
        }
    }

    @Test
    void refusesADeviceNameThatWouldLeaveItsQuotes() {
        assertThatThrownBy(() -> new Guard(List.of("x\" y"))).isInstanceOf(GuardException.class);
    }

    @Test
    void guardsWhatThePolicyNames() {
        GuardSets before = GuardSets.of(TestPolicies.everything("p"));
        GuardSets after = GuardSets.of(SteeringPolicy.EMPTY);
        assertThat(before.containsAll(after)).isTrue();
        assertThat(after.containsAll(before)).isFalse();
        assertThat(before.providerAddresses()).containsExactly(TestPolicies.PROVIDER_ADDRESS);
        assertThat(before.publicPrefixes())
                .containsExactly("198.51.100.0/24", TestPolicies.PUBLIC_ADDRESS + "/32");
        assertThat(before.hostAddresses())
                .containsExactly(TestPolicies.PROVIDER_ADDRESS, TestPolicies.HOST_IN_ROUTED_PREFIX);
    }
}
