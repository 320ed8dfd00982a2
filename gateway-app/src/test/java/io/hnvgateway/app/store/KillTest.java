package io.hnvgateway.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.desired.DesiredStateApplier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that changes its state is killed at any time, again and again: what it acknowledged is
/// there when the next one starts. Whole documents, changes of some resources, changes to confirm
/// and compactions follow one another in it.
///
/// `hnv.kill.rounds` sets how often: a build does it thirty times, `-Dhnv.kill.rounds=200` as often
/// as a release.
@Timeout(600)
class KillTest {
    private static final int ROUNDS = Integer.getInteger("hnv.kill.rounds", 30);
    private static final Random RANDOM = new Random(20);

    @TempDir private Path temporary;

    /// A process that begins needs so long to its first change.
    private static final int START_MS = 400;

    private String classPath = "";

    /// Classes as the children find them loaded: their start takes a tenth of the time.
    private Path archive() {
        return temporary.resolve("classes.jsa");
    }

    @Test
    void noAcknowledgedChangeIsLost() throws Exception {
        classPath = OneJar.of(System.getProperty("java.class.path"), temporary.resolve("all.jar"));
        child(
                        "-XX:ArchiveClassesAtExit=" + archive(),
                        temporary.resolve("rehearsal"),
                        "30",
                        temporary.resolve("output"))
                .waitFor();
        Path directory = temporary.resolve("state");
        String before = "0 []";
        long changes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<String> said = killed(directory);
            assertThat(said).noneMatch(line -> line.startsWith("refused"));
            String acknowledged = last(said, "has ", before);
            String underWay = last(said, "wants ", acknowledged);
            String found = found(directory);
            assertThat(found).as("round %s", round).isIn(acknowledged, underWay);
            changes += said.stream().filter(line -> line.startsWith("has ")).count();
            before = found;
        }
        assertThat(changes).isGreaterThan(ROUNDS);
    }

    private static String last(List<String> said, String word, String otherwise) {
        return said.reversed().stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .findFirst()
                .orElse(otherwise);
    }

    /// The lines that one process ended. Some processes are killed while they start, or recover.
    private List<String> killed(Path directory) throws IOException, InterruptedException {
        Path output = temporary.resolve("output");
        Process process = child("-XX:SharedArchiveFile=" + archive(), directory, "0", output);
        try {
            if (RANDOM.nextInt(4) == 0) {
                Thread.sleep(RANDOM.nextInt(START_MS));
            } else {
                while (!Files.readString(output).contains("has ") && process.isAlive()) {
                    Thread.sleep(2);
                }
                Thread.sleep(RANDOM.nextInt(60));
            }
            assertThat(process.isAlive()).as(() -> "ended by itself: " + errors()).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        String text = Files.readString(output);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /// @param steps it ends by itself after so many; 0: never
    private Process child(String archiving, Path directory, String steps, Path output)
            throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        archiving,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-Xlog:disable",
                        "-cp",
                        classPath,
                        KilledGateway.class.getName(),
                        directory.toString(),
                        steps)
                .redirectOutput(output.toFile())
                .redirectError(temporary.resolve("errors").toFile())
                .start();
    }

    private String errors() {
        try {
            return Files.readString(temporary.resolve("errors"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String found(Path directory) throws IOException {
        try (DesiredStateApplier applier = KilledGateway.open(directory)) {
            List<Long> newest =
                    applier.history(Long.MAX_VALUE, 1).stream().map(Version::number).toList();
            long version = applier.version();
            assertThat(newest).isEqualTo(version == 0 ? List.of() : List.of(version));
            return KilledGateway.held(applier);
        }
    }
}
