package io.hnvgateway.lab.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.golden.VethPath.Carrier;
import java.io.IOException;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// Plays the golden cases over veth pairs, through XDP and through AF_PACKET. What the port itself
/// drops is counted there, so only what leaves is compared.
@Tag("net")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenCasesNetTest {
    private VethWire wire;
    private @Nullable VethPath path;

    @BeforeAll
    void connect() {
        wire = new VethWire(2);
    }

    @AfterAll
    void disconnect() {
        closePath();
        wire.close();
    }

    @TestFactory
    Stream<DynamicTest> overXdp() {
        return by(Carrier.XDP);
    }

    @TestFactory
    Stream<DynamicTest> overXdpInJava() {
        return by(Carrier.JAVA_OVER_XDP);
    }

    @TestFactory
    Stream<DynamicTest> overPackets() {
        return by(Carrier.JAVA_OVER_PACKET);
    }

    /// Those that can have one data path after the other.
    private Stream<DynamicTest> by(Carrier carrier) {
        return GoldenCase.wanted().stream()
                .filter(golden -> golden.config().overVeth())
                .map(golden -> golden.over(wire.devices()))
                .sorted(Comparator.comparing(golden -> VethPath.links(golden.config()).toString()))
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> play(golden, carrier)));
    }

    private void play(GoldenCase golden, Carrier carrier) throws IOException {
        boolean well = false;
        VethPath former = path;
        path = null;
        path = VethPath.of(former, wire, golden.config(), carrier);
        var ports = new VethPorts(wire, golden.config(), path);
        try (var gateway = new GatewayUnderTest(golden.config(), ports)) {
            var run = new CaseRun(golden, gateway);
            run.play();
            assertThat(run.differences(ports.takeSent(), carrier.name()))
                    .as(golden.config().what())
                    .isEmpty();
            assertThat(gateway.accounts().balanced()).isTrue();
            well = true;
        } finally {
            if (!well) {
                closePath(); // frames may be under way that are no other case's
                wire.forget();
            }
        }
    }

    private void closePath() {
        if (path != null) {
            path.close();
            path = null;
        }
    }
}
