package io.hnvgateway.lab.equality;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.golden.CaseRun;
import io.hnvgateway.lab.golden.GatewayUnderTest;
import io.hnvgateway.lab.golden.GoldenCase;
import io.hnvgateway.lab.golden.VethWire;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// Plays every golden case with both executors.
@Tag("net")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenCasesAgreeNetTest {
    private final Tally tally = new Tally();
    private VethWire wire;
    private @Nullable XdpSide xdp;

    @BeforeAll
    void connect() {
        wire = new VethWire(2);
    }

    @AfterAll
    void disconnect() {
        if (xdp != null) {
            xdp.close();
        }
        wire.close();
    }

    @AfterAll
    void someWereExecuted() {
        if (GoldenCase.areAllWanted()) {
            assertThat(tally.executedAlike()).as(tally.toString()).isGreaterThanOrEqualTo(30);
        }
    }

    @TestFactory
    Stream<DynamicTest> withBothExecutors() {
        return GoldenCase.wanted().stream()
                .map(golden -> golden.over(wire.devices()))
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> play(golden)));
    }

    private void play(GoldenCase golden) throws IOException {
        xdp = XdpSide.of(xdp, wire, golden.config());
        var ports = new TwoExecutors(xdp, golden.config(), tally);
        try (var gateway = new GatewayUnderTest(golden.config(), ports)) {
            ports.of(gateway);
            var run = new CaseRun(golden, gateway);
            run.play();
            assertThat(run.differences(ports.takeSent(), "both"))
                    .as(golden.config().what())
                    .isEmpty();
            assertThat(gateway.accounts().balanced()).isTrue();
        }
    }
}
