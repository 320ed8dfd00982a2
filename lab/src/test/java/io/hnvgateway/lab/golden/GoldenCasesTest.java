package io.hnvgateway.lab.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays every golden case in memory, with one worker and with several: the bytes are the same
/// whatever queue a frame arrives by.
class GoldenCasesTest {
    private static final long SEED = 20260101;

    @TestFactory
    List<DynamicTest> inMemory() {
        return withWorkers(1);
    }

    @TestFactory
    List<DynamicTest> inMemoryWithTwoWorkers() {
        return withWorkers(2);
    }

    @TestFactory
    List<DynamicTest> inMemoryWithFourWorkers() {
        return withWorkers(4);
    }

    private static List<DynamicTest> withWorkers(int workers) {
        return GoldenCase.wanted().stream()
                .map(golden ->
                        DynamicTest.dynamicTest(golden.name(), () -> playDealt(golden, workers)))
                .toList();
    }

    private static void playDealt(GoldenCase golden, int workers) throws IOException {
        play(golden, workers, inTurn());
        if (workers > 1) {
            play(golden, workers, new Random(SEED)::nextInt);
        }
    }

    private static GatewayUnderTest.Dealing inTurn() {
        int[] frames = {0};
        return () -> frames[0]++;
    }

    private static void play(GoldenCase golden, int workers, GatewayUnderTest.Dealing dealing)
            throws IOException {
        var ports = new InMemoryPorts(golden.config(), workers);
        try (var gateway = new GatewayUnderTest(golden.config(), ports, dealing)) {
            var run = new CaseRun(golden, gateway);
            run.play();
            FrameAccounts accounts = gateway.accounts();
            assertThat(run.differences(ports.takeSent(), "memory-" + workers))
                    .as(golden.config().what())
                    .isEmpty();
            assertThat(accounts.drops()).isEqualTo(golden.drops());
            assertThat(accounts.balanced()).as("every frame ends once: %s", accounts).isTrue();
            assertThat(ports.framesInUse()).as("frames in use").isEqualTo((int) accounts.held());
        }
    }
}
