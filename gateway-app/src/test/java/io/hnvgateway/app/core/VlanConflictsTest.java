package io.hnvgateway.app.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VlanConflictsTest {
    private final VlanConflicts conflicts =
            new VlanConflicts(
                    List.of(
                            new PortPlan(0, "eth0", true, false),
                            new PortPlan(1, "eth0", true, false, 20, List.of()),
                            new PortPlan(2, "eth1", false, true, 30, List.of())));

    /// VLAN interfaces on eth0.
    private static KernelState kernel(int... vlans) {
        Map<Integer, KernelLink> links = new HashMap<>();
        links.put(1, new KernelLink(1, "eth0", 1, 1500, true));
        links.put(2, new KernelLink(2, "eth1", 2, 1500, true));
        for (int vlan : vlans) {
            links.put(vlan, new KernelLink(vlan, "host" + vlan, 1, 1500, true, 1, vlan));
        }
        return new KernelState(links, List.of(), List.of(), Map.of());
    }

    @Test
    void tellsOnceThatTheHostTookAVlanOfTheGateway() {
        assertThat(conflicts.changed(kernel(21, 30))).as("others, or of another device").isEmpty();
        assertThat(conflicts.changed(kernel(20)))
                .singleElement()
                .asString()
                .isEqualTo(
                        "BackendInterface: eth0.20: is the host's interface host20 now, which receives nothing;"
                                + " remove host20 from the host: the gateway tags this VLAN itself");
        assertThat(conflicts.changed(kernel(20))).isEmpty();
        assertThat(conflicts.changed(kernel())).isEmpty();
        assertThat(conflicts.changed(kernel(20))).hasSize(1);
    }
}
