package io.hnvgateway.lab.netns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("net")
class PinKeeperTest {

    @Test
    void keepsWhatIsPinnedUntilTheRunEnds() throws Exception {
        Path pin;
        try (LabRun run = LabRun.begin()) {
            PinKeeper keeper = PinKeeper.start(run, run.namespace("a"));
            Path inside = keeper.mount().resolve("pinned");
            Running mkdir = keeper.start(List.of("mkdir", inside.toString()));
            assertThat(mkdir.await(Duration.ofSeconds(5)).succeeded()).isTrue();
            pin = keeper.seen(inside);
            assertThat(pin).isDirectory();
            assertThat(inside).as("seen by others").doesNotExist();
            assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain("pinned");
        }
        assertThat(pin).doesNotExist();
    }

    @Test
    void runsItsProgramsInTheNamespace() {
        Running sleeper;
        try (LabRun run = LabRun.begin()) {
            Namespace namespace = run.namespace("a");
            sleeper = PinKeeper.start(run, namespace).start(List.of("sleep", "1000"));
            String pid = Long.toString(sleeper.pid());
            String identified = "";
            for (int i = 0; i < 1000 && !identified.contains(namespace.name()); i++) {
                identified = namespace.must("ip", "netns", "identify", pid).output();
            }
            assertThat(identified).contains(namespace.name());
        }
        assertThat(sleeper.await(Duration.ofSeconds(5)).status()).isEqualTo(128 + 9);
    }
}
