package io.hnvgateway.lab.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.lab.LabController;
import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.SecondGateway;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.gateway.Gateway;
import io.hnvgateway.lab.gateway.TenantTraffic;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.traffic.Ping;
import io.hnvgateway.lab.traffic.Station;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// A controller's process in its own namespace moves a tenant between two gateways' processes, over
/// HTTPS; the tenant's packets show where it is. One lab: the second test finds what the first one
/// left.
@Tag("net")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoGatewaysNetTest {
    private static final String FIRST = "gateway1";

    private final LabNetwork lab = LabNetwork.build();
    private SecondGateway second;

    @BeforeAll
    void start() {
        lab.manage();
        lab.startGateway(new Forwarding("packet", "java", 1));
        second = lab.startSecond();
    }

    @AfterAll
    void close() {
        lab.close();
    }

    @Test
    @Order(1)
    void aTenantMovesInOneCallAndItsPacketsWithIt() {
        LabController controller = lab.controller();
        assertThat(networks(second.gateway())).doesNotContain("contoso");

        assertThat(controller.must("move", "contoso", "--to", SecondGateway.NAME))
                .endsWith("moved contoso from gateway1 to gateway2\n");
        assertThat(networks(second.gateway())).contains("contoso").doesNotContain("woodgrove");
        assertThat(networks(lab.gateway())).contains("woodgrove").doesNotContain("contoso");
        assertGoesThrough(second.gateway());
        assertThat(controller.drift()).isEmpty();
    }

    /// The controller is killed when the new gateway is prepared and hosts are about to be told.
    @Test
    @Order(2)
    void aMoveWhoseControllerIsKilledGoesOnWithTheNextOne() {
        LabController controller = lab.controller();
        assertThatThrownBy(() ->
                        controller.order(
                                (_, _) -> controller.kill(), "move", "contoso", "--to", FIRST))
                .isInstanceOf(LabException.class);
        assertThat(networks(lab.gateway())).contains("contoso");
        assertGoesThrough(second.gateway());

        assertThat(controller.must("sync")).contains("moved contoso from gateway2 to gateway1");
        assertThat(networks(second.gateway())).doesNotContain("contoso");
        assertGoesThrough(lab.gateway());
        assertThat(controller.drift()).isEmpty();
    }

    private void assertGoesThrough(Gateway gateway) {
        Station vm = lab.tenants().contosoWeb().station();
        // The first ones may be lost while ends still ask for each other by ARP.
        for (int i = 0; i < 10; i++) {
            if (vm.ping(LabPlan.INTERNET, "-c", "1", "-W", "5").received() == 1) {
                break;
            }
        }
        TenantTraffic before = gateway.traffic();
        Ping ping = vm.ping(LabPlan.INTERNET, "-c", "3", "-i", "0.2", "-W", "8");
        assertThat(ping.received()).isEqualTo(3);
        assertThat(gateway.traffic().since(before).java()).isGreaterThanOrEqualTo(6);
    }

    private static String networks(Gateway gateway) {
        return gateway.control("show", "compartments").output();
    }
}
