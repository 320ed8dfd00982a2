package io.hnvgateway.lab.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.capture.CaptureWriter;
import io.hnvgateway.lab.capture.CapturedFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays every golden case in memory. What left instead is kept in `target/golden` for a look with
/// tshark.
class GoldenCasesTest {
    @TestFactory
    List<DynamicTest> inMemory() {
        return GoldenCase.all().stream()
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> play(golden)))
                .toList();
    }

    private static void play(GoldenCase golden) throws IOException {
        try (var gateway = new InMemoryGateway(golden.config())) {
            run(golden, gateway);
            List<CapturedFrame> sent = gateway.sent();
            List<String> differences =
                    new ArrayList<>(
                            FrameComparison.differences(
                                    golden.config().portNames(), golden.out(), sent));
            FrameAccounts accounts = gateway.accounts();
            if (!accounts.drops().equals(golden.drops())) {
                differences.add("dropped %s, not %s".formatted(accounts.drops(), golden.drops()));
            }
            if (!differences.isEmpty()) {
                keep(golden, sent);
            }
            assertThat(differences).as(golden.config().what()).isEmpty();
            assertThat(accounts.balanced()).as("every frame ends once: %s", accounts).isTrue();
            assertThat(gateway.framesInUse()).as("frames in use").isEqualTo((int) accounts.held());
        }
    }

    private static void run(GoldenCase golden, InMemoryGateway gateway) {
        List<CaseConfig.Change> changes = new ArrayList<>(golden.config().changes());
        for (CapturedFrame frame : golden.in()) {
            while (!changes.isEmpty() && changes.getFirst().atNs() <= frame.atNs()) {
                change(changes.removeFirst(), gateway);
            }
            gateway.runTo(frame.atNs());
            gateway.receive(frame.port(), frame.bytes());
        }
        changes.forEach(change -> change(change, gateway));
        gateway.runTo(golden.endNs());
    }

    private static void change(CaseConfig.Change change, InMemoryGateway gateway) {
        gateway.runTo(change.atNs());
        if (change.neighbors() != null) {
            gateway.neighbors(change.neighbors());
        }
        if (change.desiredState() != null) {
            gateway.apply(change.desiredState());
        }
    }

    private static void keep(GoldenCase golden, List<CapturedFrame> sent) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "golden"));
        CaptureWriter.write(
                folder.resolve(golden.name() + ".pcapng"), golden.config().portNames(), sent);
    }
}
