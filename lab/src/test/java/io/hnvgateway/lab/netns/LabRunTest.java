package io.hnvgateway.lab.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        Path left = Files.createDirectories(LabRun.RUNS.resolve(Long.toString(owner.pid())));
        Files.writeString(left.resolve("owner"), owner.pid() + "\n");
        Files.writeString(left.resolve("namespaces"), stale + "\n");
        new ProcessBuilder("ip", "netns", "add", stale).start().waitFor();
        Process orphan = new ProcessBuilder("ip", "netns", "exec", stale, "sleep", "1000").start();

        LabRun.begin().close();

        assertThat(orphan.waitFor()).isEqualTo(128 + 9);
        assertThat(Path.of("/run/netns", stale)).doesNotExist();
        assertThat(left).doesNotExist();
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
