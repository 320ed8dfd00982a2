package io.hnvgateway.app.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.dataplane.steering.PortPolicy;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.packet.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SteeringCompilerTest {
    private static final List<PortPlan> PORTS =
            List.of(
                    new PortPlan(0, "eth0", true, false),
                    new PortPlan(1, "eth1", false, false),
                    new PortPlan(2, "eth1", false, true, 30, List.of(own())));

    private static InterfaceAddress own() {
        return new InterfaceAddress(IpAddress.parse("198.51.100.9"), 24);
    }

    /// @param vlans VLAN interfaces on eth1
    private static Underlay underlay(int... vlans) {
        Map<Integer, KernelLink> links = new HashMap<>();
        links.put(1, new KernelLink(1, "eth0", 1, 1500, true));
        links.put(2, new KernelLink(2, "eth1", 2, 1500, true));
        for (int vlan : vlans) {
            links.put(100 + vlan, new KernelLink(100 + vlan, "v" + vlan, 2, 1500, true, 2, vlan));
        }
        return UnderlayReader.read(
                new KernelState(links, List.of(), List.of(), Map.of()),
                PORTS,
                UnderlayOptions.NONE);
    }

    private static Map<String, PortPolicy> ports(int... vlans) {
        SteeringPolicy policy =
                SteeringCompiler.compile(underlay(vlans), PORTS, List.of(), Set.of());
        return policy.ports();
    }

    @Test
    void leavesTheHostItsVlansOnEachDevice() {
        assertThat(ports(40, 41))
                .containsEntry("eth0", PortPolicy.of(PortRole.BACK_END))
                .containsEntry(
                        "eth1",
                        new PortPolicy(
                                Set.of(), Map.of(30, Set.of(PortRole.FRONT_END)), Set.of(40, 41)));
    }

    @Test
    void aVlanInterfaceThatComesChangesTheUnderlay() {
        assertThat(underlay(40)).isNotEqualTo(underlay()).isEqualTo(underlay(40));
    }

    @Test
    void answersForItsAddressesInVlansThatItTags() {
        assertThat(
                        SteeringCompiler.compile(underlay(), PORTS, List.of(), Set.of())
                                .gatewayAddresses())
                .containsExactly(IpAddress.parse("198.51.100.9"));
    }
}
