package io.hnvgateway.lab.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Veth;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who reaches the management endpoint, which has an interface of its own, and who does not, though
/// Linux takes what is for one of its addresses on any interface.
@Tag("net")
class ManagementReachNetTest {
    private static final String ADDRESS = "192.168.77.1";
    private static final String PORT = "8443";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long OPENING_NS = 60_000_000_000L;
    private static final long PAUSE_NS = 200_000_000L;

    private final LabNetwork lab = LabNetwork.build();
    private final Namespace console = lab.run().namespace("console");

    @BeforeEach
    void plugIn() {
        Veth.connect(new Veth.End(lab.gatewayNamespace(), "mg"), new Veth.End(console, "console"));
        lab.gatewayNamespace().address("mg", ADDRESS + "/24");
        console.address("console", "192.168.77.2/24");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"packet", "auto"})
    void nobodyReachesItButByItsOwnInterface(String dataPath) {
        lab.startGateway(
                new Forwarding(dataPath, "xdp", 1),
                "ManagementEndpoint=https://%s:%s".formatted(ADDRESS, PORT));
        awaitOpen();

        Namespace host = lab.tenants().host1().namespace();
        host.ip("route", "add", ADDRESS, "via", LabPlan.GATEWAY_PA);
        assertThat(connects(host)).as("from the back end").isFalse();
        Namespace outside = lab.outside().dataCenter().namespace();
        outside.ip("route", "add", ADDRESS, "via", LabPlan.GATEWAY_FRONT_END);
        assertThat(connects(outside)).as("from the front end").isFalse();
        Namespace vm = lab.tenants().contosoWeb().station().namespace();
        assertThat(connects(vm)).as("from a tenant").isFalse();

        assertThat(connects(console)).as("from its own network").isTrue();
        assertThat(lab.gateway().control("access", "fingerprint").output().strip())
                .matches("[0-9a-f]{64}");
    }

    private void awaitOpen() {
        long end = System.nanoTime() + OPENING_NS;
        while (!connects(console) && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private static boolean connects(Namespace from) {
        return from.run(
                        LIMIT,
                        "timeout",
                        "3",
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/%s/%s".formatted(ADDRESS, PORT))
                .succeeded();
    }
}
