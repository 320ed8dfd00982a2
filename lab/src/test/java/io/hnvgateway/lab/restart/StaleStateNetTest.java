package io.hnvgateway.lab.restart;

import static io.hnvgateway.lab.restart.RestartScene.LIMIT;
import static io.hnvgateway.lab.restart.RestartScene.XDP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hnvgateway.lab.gateway.DesiredState;
import io.hnvgateway.lab.gateway.StateFiles;
import io.hnvgateway.lab.stream.Datagrams;
import io.hnvgateway.lab.stream.StreamReport;
import io.hnvgateway.lab.stream.StreamRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a process leaves is believed only where it is proved: anything else is a clean start that
/// says why, and a tenant that is gone is gone.
@Tag("net")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaleStateNetTest {
    private static final Duration QUIET = Duration.ofSeconds(1);

    /// Places in the checkpoint.
    private static final int LAYOUT_VERSION = 8;

    private static final int IN_THE_HEADER = 57;
    private static final int HEADER_BYTES = 4096;

    private final RestartScene scene = new RestartScene();

    @AfterAll
    void close() {
        scene.close();
    }

    /// What becomes of the checkpoint while there is no process, and how the next one calls it.
    enum Damage {
        MISSING("there is no") {
            @Override
            void to(Path checkpoint) throws IOException {
                Files.delete(checkpoint);
            }
        },
        EMPTY("is too short") {
            @Override
            void to(Path checkpoint) throws IOException {
                Files.write(checkpoint, new byte[0]);
            }
        },
        TRUNCATED("has \\d+ bytes instead of") {
            @Override
            void to(Path checkpoint) throws IOException {
                try (FileChannel file = FileChannel.open(checkpoint, StandardOpenOption.WRITE)) {
                    file.truncate(file.size() / 2);
                }
            }
        },
        FOREIGN("is no checkpoint") {
            @Override
            void to(Path checkpoint) throws IOException {
                byte[] other = new byte[1 << 20];
                new Random(8).nextBytes(other);
                Files.write(checkpoint, other);
            }
        },
        ANOTHER_LAYOUT("is of layout version") {
            @Override
            void to(Path checkpoint) throws IOException {
                flip(checkpoint, LAYOUT_VERSION);
            }
        },
        HEADER_BIT("has a damaged header") {
            @Override
            void to(Path checkpoint) throws IOException {
                flip(checkpoint, IN_THE_HEADER);
            }
        };

        private final String reason;

        Damage(String reason) {
            this.reason = reason;
        }

        abstract void to(Path checkpoint) throws IOException;
    }

    /// Changes the lowest bit of a byte.
    private static void flip(Path file, long at) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1));
            channel.write(one.flip(), at);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCheckpointThatProvesNothingIsACleanStart(Damage damage) throws IOException {
        scene.begin(XDP, "");
        scene.assertReachesTheInternet();
        scene.end("KILL");
        damage.to(checkpoint());
        scene.gateway().restart();
        assertThat(scene.gateway().log())
                .containsPattern(
                        "event=start version=\\S+ state=clean from= reason=\"[^\"]*"
                                + damage.reason);
        scene.assertReachesTheInternet();
    }

    /// The checkpoint's records do not match their seals; those who start anew are served.
    @Test
    void recordsThatAreDamagedAreRefusedOneByOne() throws IOException {
        scene.begin(XDP, "");
        scene.assertReachesTheInternet();
        scene.end("KILL");
        damageRecords();
        scene.gateway().restart();
        assertThat(scene.gateway().log())
                .containsPattern(
                        "event=start version=\\S+ state=adopted .* mappings=0 sessions=0 flows=0"
                                + " refused=[1-9]");
        scene.assertReachesTheInternet();
    }

    private void damageRecords() throws IOException {
        try (FileChannel file =
                FileChannel.open(checkpoint(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer all = file.map(FileChannel.MapMode.READ_WRITE, 0, file.size());
            for (int at = HEADER_BYTES; at < all.capacity(); at++) {
                byte was = all.get(at);
                if (was != 0) {
                    all.put(at, (byte) (was ^ 1));
                }
            }
        }
    }

    /// A writer was killed in the middle of every entry: the program executes none of them, and the
    /// next process puts new ones in their place.
    @Test
    void entriesThatAreHalfWrittenAreHealed() throws IOException, InterruptedException {
        Tear tear = new Tear(scene.lab().directory());
        scene.begin(XDP, "");
        try (StreamRun streams = scene.connectionsAndDatagrams()) {
            streams.awaitProgress(LIMIT);
            scene.end("KILL");
            int torn = tear.apart(scene.gateway().pins().resolve("flow_table"));
            assertThat(torn).isPositive();
            long tornNs = System.nanoTime();
            streams.awaitSilence(QUIET, LIMIT);
            long startNs = System.nanoTime();
            scene.gateway().restart();
            streams.awaitProgress(LIMIT);
            StreamReport report = streams.finish();
            report.datagrams()
                    .forEach((name, datagrams) ->
                            RestartScene.assertClosed(datagrams, name, tornNs, startNs));
            RestartScene.assertSamePeers(report);
            RestartScene.assertWhole(report);
        }
    }

    /// Whoever starts after an hour ends what idled meanwhile, sessions and their entries, before
    /// any worker runs; whoever starts at once goes on with it.
    @Test
    void whatIdledWhileNothingRanEnds() throws IOException {
        assumeThat(Path.of("/proc/self/ns/time")).exists();
        scene.begin(XDP, "");
        try (StreamRun streams = scene.datagrams()) {
            streams.awaitProgress(LIMIT);
            streams.finish();
        }
        scene.end("KILL");
        scene.gateway().restart();
        assertThat(scene.gateway().log())
                .containsPattern(
                        "event=start .* mappings=[1-9]\\d* sessions=[1-9]\\d* flows=[1-9]\\d*"
                                + " refused=0 half-written=0 idle=0");
        scene.end("KILL");
        scene.gateway().restartAfter(Duration.ofHours(1));
        assertThat(scene.gateway().log())
                .containsPattern(
                        "event=start .* state=adopted .* mappings=\\d+ sessions=0 flows=0 refused=0"
                                + " half-written=0 idle=[1-9]");
        scene.assertReachesTheInternet();
    }

    /// The state that the process finds when it comes back knows no Contoso; of Woodgrove it knows
    /// what it knew.
    @Test
    void aTenantRemovedMeanwhileGetsNothingThrough() throws IOException {
        scene.begin(XDP, "");
        DesiredState withoutContoso = scene.desired();
        withoutContoso.removeTenant("contoso");
        scene.gateway().apply(withoutContoso);
        Path aside = scene.lab().directory().resolve("without-contoso");
        StateFiles.copy(scene.gateway().stateDirectory(), aside);
        scene.lab().apply();
        long dropsBefore = scene.hostDrops();
        try (StreamRun streams = scene.datagrams()) {
            streams.awaitProgress(LIMIT);
            scene.end("KILL");
            StateFiles.copy(aside, scene.gateway().stateDirectory());
            scene.gateway().restart();
            long startedNs = System.nanoTime();
            streams.awaitProgress("forwarded", LIMIT);
            long endNs = System.nanoTime();
            Map<String, Datagrams> others = new HashMap<>(streams.finish().datagrams());
            List<Datagrams> contosos =
                    List.of(others.remove("forwarded up"), others.remove("forwarded down"));
            RestartScene.assertNothingLost(contosos, scene.hostDrops() - dropsBefore);
            others.forEach((name, datagrams) ->
                    RestartScene.assertClosed(datagrams, name, startedNs, endNs));
        }
    }

    private Path checkpoint() {
        return scene.gateway().runtimeDirectory().resolve("checkpoint");
    }
}
