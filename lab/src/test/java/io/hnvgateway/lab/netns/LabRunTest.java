package io.hnvgateway.lab.netns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("net")
class LabRunTest {
    private static boolean exists(Namespace namespace) {
        return Files.exists(Path.of("/run/netns", namespace.name()));
    }

    @Test
    void removesNamespacesAndProcessesAtTheEnd() {
        Namespace namespace;
        Running sleeper;
        Path directory;
        try (LabRun run = LabRun.begin()) {
            namespace = run.namespace("a");
            sleeper = namespace.start("sleep", "1000");
            directory = run.directory();
            assertThat(exists(namespace)).isTrue();
        }
        assertThat(sleeper.await(Duration.ofSeconds(5)).status()).isEqualTo(128 + 9);
        assertThat(exists(namespace)).isFalse();
        assertThat(directory).doesNotExist();
    }

    @Test
    void makesNothingAfterTheEnd() {
        LabRun run = LabRun.begin();
        run.close();
        assertThatThrownBy(() -> run.namespace("late")).isInstanceOf(LabException.class);
    }

    @Test
    void theNextRunRemovesWhatADeadOwnerLeft() throws Exception {
        Process owner = new ProcessBuilder("true").start();
        owner.waitFor();
        String stale = "hnv-" + owner.pid() + "-stale";
        new ProcessBuilder("ip", "netns", "add", stale).start().waitFor();
        Process orphan = new ProcessBuilder("ip", "netns", "exec", stale, "sleep", "1000").start();
        await("the orphan is inside", () -> isInside(orphan, stale));
        // In its place at last: another test's run may sweep at any time.
        Path left = LabRun.RUNS.resolve(Long.toString(owner.pid()));
        Files.createDirectories(LabRun.RUNS);
        Path directory = Files.createDirectory(LabRun.RUNS.resolveSibling(stale));
        Files.writeString(directory.resolve("owner"), owner.pid() + "\n");
        Files.writeString(directory.resolve("namespaces"), stale + "\n");
        Files.move(directory, left);

        LabRun.begin().close();

        assertThat(orphan.waitFor()).isEqualTo(128 + 9);
        await("the namespace is gone", () -> !Files.exists(Path.of("/run/netns", stale)));
        await("the directory is gone", () -> !Files.exists(left));
    }

    private static boolean isInside(Process process, String namespace) {
        try {
            Process asked = new ProcessBuilder("ip", "netns", "pids", namespace).start();
            String pids = new String(asked.getInputStream().readAllBytes(), UTF_8);
            return pids.lines().anyMatch(Long.toString(process.pid())::equals);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as(what).isNegative();
            Thread.sleep(20);
        }
    }

    @Test
    void leavesTheRunsOfTheLivingAlone() {
        try (LabRun one = LabRun.begin()) {
            Namespace namespace = one.namespace("a");
            LabRun.begin().close();
            assertThat(exists(namespace)).isTrue();
        }
    }

    @Test
    void endsProgramsThatTakeTooLong() {
        try (LabRun run = LabRun.begin()) {
            Result result = run.namespace("a").run(Duration.ofMillis(200), "sleep", "1000");
            assertThat(result.status()).isEqualTo(Result.TIMED_OUT);
        }
    }
}
