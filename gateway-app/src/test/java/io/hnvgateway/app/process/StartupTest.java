package io.hnvgateway.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hnvgateway.app.compile.InterfaceAddress;
import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.app.host.HostNetwork;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.IpAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartupTest {
    private static final KernelState KERNEL =
            new KernelState(
                    Map.of(
                            1, new KernelLink(1, "eth0", 1, 1500, true),
                            2, new KernelLink(2, "eth1", 2, 1500, true),
                            3, new KernelLink(3, "eth1.5", 3, 1500, true)),
                    List.of(),
                    List.of(),
                    Map.of());

    @Test
    void untaggedPortsStandBeforeTheLinksThatTheGatewayTags() {
        List<PortPlan> plans =
                ports(
                        "FrontEndInterface=eth1.5,eth1.200;BackendInterface=eth0.100,eth1.200,eth0;Addresses="
                                + "192.0.2.9/24@eth0.100,2001:db8::9/64@eth0.100,198.51.100.9/24@eth1.200");
        assertThat(plans)
                .extracting(
                        PortPlan::index,
                        PortPlan::device,
                        PortPlan::vlan,
                        PortPlan::backEnd,
                        PortPlan::frontEnd)
                .containsExactly(
                        tuple(0, "eth0", 0, true, false),
                        tuple(1, "eth1.5", 0, false, true),
                        tuple(2, "eth1", 0, false, false),
                        tuple(3, "eth0", 100, true, false),
                        tuple(4, "eth1", 200, true, true));
        assertThat(plans.get(3).addresses())
                .containsExactly(
                        new InterfaceAddress(IpAddress.parse("192.0.2.9"), 24),
                        new InterfaceAddress(IpAddress.parse("2001:db8::9"), 64));
        assertThat(plans.get(0).addresses()).isEmpty();
    }

    @Test
    void anInterfaceOfBothRolesIsOnePort() {
        assertThat(ports("FrontEndInterface=eth0;BackendInterface=eth0"))
                .containsExactly(new PortPlan(0, "eth0", true, true));
    }

    private static List<PortPlan> ports(String connection) {
        return Startup.ports(new HostNetwork(KERNEL, Examples.connection(connection)));
    }
}
