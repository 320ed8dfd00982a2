package io.hnvgateway.dataplane.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.dataplane.TestPolicies;
import io.hnvgateway.dataplane.steering.PortPolicy;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.packet.IpPrefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuardTest {
    @Test
    void namesATableForAnyDevice() {
        assertThat(GuardScript.encode("eth0.100")).isEqualTo("eth0_2e100");
        for (String device : List.of("eth0", "br-lan", "eth0.100", "a_b", "veth@1")) {
            assertThat(GuardScript.encode(device)).matches("[A-Za-z0-9_]+");
            assertThat(GuardScript.decode(GuardScript.encode(device))).isEqualTo(device);
        }
    }

    @Test
    void refusesADeviceNameThatWouldLeaveItsQuotes() {
        assertThatThrownBy(() -> new Guard(List.of("x\" y"))).isInstanceOf(GuardException.class);
    }

    @Test
    void guardsWhatThePolicyNames() {
        Map<String, List<String>> sets = sets(PortRole.BACK_END);
        assertThat(sets)
                .containsEntry("provider_addresses6", List.of(TestPolicies.PROVIDER_IPV6))
                .containsEntry("rewrite_sources", List.of(TestPolicies.REWRITE_SOURCE))
                .containsEntry("rewrite_sources6", List.of(TestPolicies.REWRITE_IPV6_SOURCE))
                .containsEntry("public_24", List.of("198.51.100.0"))
                .containsEntry("public_32", List.of(TestPolicies.PUBLIC_ADDRESS))
                .containsEntry("public6_48", List.of("2001:db8:3::"))
                .containsEntry("public6_128", List.of(TestPolicies.PUBLIC_IPV6))
                .containsEntry("vpn_addresses6", List.of(TestPolicies.VPN_IPV6))
                .containsEntry("host_vlans", List.of("7"));
        assertThat(sets.get("provider_addresses"))
                .containsExactlyInAnyOrder(
                        TestPolicies.PROVIDER_ADDRESS, TestPolicies.PROVIDER_AND_VPN_ADDRESS);
        assertThat(sets.get("vpn_addresses"))
                .containsExactlyInAnyOrder(
                        TestPolicies.VPN_ADDRESS, TestPolicies.PROVIDER_AND_VPN_ADDRESS);
        assertThat(sets.get("gateway_vlans")).containsExactlyInAnyOrder("20", "21");
        assertThat(sets.get("host_addresses"))
                .containsExactlyInAnyOrder(
                        TestPolicies.PROVIDER_ADDRESS,
                        TestPolicies.PROVIDER_AND_VPN_ADDRESS,
                        TestPolicies.VPN_ADDRESS,
                        TestPolicies.HOST_IN_ROUTED_PREFIX);
    }

    @Test
    void guardsSourcesOfIpRewriteOnBackEndsOnly() {
        assertThat(sets(PortRole.FRONT_END))
                .doesNotContainKeys("rewrite_sources", "rewrite_sources6");
    }

    private static Map<String, List<String>> sets(PortRole role) {
        PortPolicy port =
                new PortPolicy(Set.of(role), Map.of(20, Set.of(role), 21, Set.of(role)), Set.of(7));
        GuardElements elements = GuardElements.of(TestPolicies.everything("p"), port);
        Map<String, List<String>> sets = new HashMap<>();
        elements.addresses().forEach((set, of) -> sets.put(set, texts(of)));
        elements.vlans().forEach((set, of) -> sets.put(set, texts(of)));
        return sets;
    }

    private static List<String> texts(List<?> elements) {
        return elements.stream().map(Object::toString).toList();
    }

    @Test
    void writesTheMaskOfEachPrefixLength() {
        assertThat(rule("0.0.0.0/0")).contains("ip daddr & 0.0.0.0 == @public_0 ");
        assertThat(rule("203.0.113.8/29")).contains("ip daddr & 255.255.255.248 == @public_29 ");
        assertThat(rule("::/0")).contains("ip6 daddr & :: == @public6_0 ");
        assertThat(rule("2001:db8::/33")).contains("ip6 daddr & ffff:ffff:8000:: == @public6_33 ");
        assertThat(PrefixSet.named("public6_33")).contains(new PrefixSet(false, 33));
        assertThat(PrefixSet.named("host_addresses")).isEmpty();
    }

    private static String rule(String prefix) {
        return PrefixSet.of(IpPrefix.parse(prefix)).rule("t");
    }
}
