package io.hnvgateway.lab.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays every golden case in memory.
class GoldenCasesTest {
    @TestFactory
    List<DynamicTest> inMemory() {
        return GoldenCase.wanted().stream()
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> play(golden)))
                .toList();
    }

    private static void play(GoldenCase golden) throws IOException {
        var ports = new InMemoryPorts(golden.config());
        try (var gateway = new GatewayUnderTest(golden.config(), ports)) {
            var run = new CaseRun(golden, gateway);
            run.play();
            FrameAccounts accounts = gateway.accounts();
            assertThat(run.differences(ports.takeSent(), "memory"))
                    .as(golden.config().what())
                    .isEmpty();
            assertThat(accounts.drops()).isEqualTo(golden.drops());
            assertThat(accounts.balanced()).as("every frame ends once: %s", accounts).isTrue();
            assertThat(ports.framesInUse()).as("frames in use").isEqualTo((int) accounts.held());
        }
    }
}
