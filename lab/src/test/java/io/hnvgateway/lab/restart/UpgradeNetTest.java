package io.hnvgateway.lab.restart;

import static io.hnvgateway.lab.restart.RestartScene.LIMIT;
import static io.hnvgateway.lab.restart.RestartScene.RESUMPTION_LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.product.ProductVersion;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.stream.StreamReport;
import io.hnvgateway.lab.stream.StreamRun;
import io.hnvgateway.packet.checkpoint.LayoutVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A gateway of another version follows: one that reads what is there goes on with it, any other
/// says why not and begins.
@Tag("net")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpgradeNetTest {
    private static final Pattern PROGRAM = Pattern.compile("prog/xdp id (\\d+)");

    private final RestartScene scene = new RestartScene();

    @AfterAll
    void close() {
        scene.close();
    }

    /// By its own XDP program if that is another one; else by the one that is there.
    @ParameterizedTest(name = "Executor={0}, another program: {1}")
    @CsvSource({"xdp, true", "java, false"})
    void aVersionOfTheSameLayoutGoesOn(String executor, boolean anotherProgram) throws IOException {
        scene.begin(new Forwarding("xdp", executor, 1), "");
        List<String> programs = programs();
        long dropsBefore = scene.hostDrops();
        try (StreamRun streams = scene.connectionsAndDatagrams()) {
            streams.awaitProgress(LIMIT);
            scene.end("USR2");
            Path directory = scene.lab().directory();
            OtherVersion other =
                    anotherProgram
                            ? OtherVersion.withAnotherProgram(directory.resolve("other"), "9.0.0")
                            : OtherVersion.ofTheSameLayout(directory, "9.0.0");
            scene.gateway().restartWith(other.classes());
            assertThat(scene.gateway().log())
                    .containsPattern(
                            "event=start version=9.0.0 state=adopted from="
                                    + Pattern.quote(ProductVersion.own())
                                    + " reason=\"\" mappings=[1-9]\\d* sessions=[1-9]\\d*"
                                    + " flows=[1-9]\\d* refused=0 half-written=0 idle=0\\n");
            streams.awaitProgress(RESUMPTION_LIMIT);
            StreamReport report = streams.finish();
            if (executor.equals("xdp")) {
                RestartScene.assertNothingLost(report, scene.hostDrops() - dropsBefore);
            }
            RestartScene.assertSamePeers(report);
            RestartScene.assertWhole(report);
        }
        if (anotherProgram) {
            assertThat(programs()).hasSameSizeAs(programs).doesNotContainAnyElementsOf(programs);
        } else {
            assertThat(programs()).isEqualTo(programs);
        }
    }

    @ParameterizedTest(name = "Executor={0}")
    @ValueSource(strings = {"xdp", "java"})
    void aVersionOfAnotherLayoutSaysSoAndBegins(String executor) throws IOException {
        scene.begin(new Forwarding("xdp", executor, 1), "");
        scene.assertReachesTheInternet();
        List<String> programs = programs();
        int layout = LayoutVersion.CURRENT + 1;
        scene.end("USR2");
        scene.gateway()
                .restartWith(
                        OtherVersion.ofAnotherLayout(scene.lab().directory(), "9.1.0", layout)
                                .classes());
        assertThat(scene.gateway().log()).containsPattern(clean("9.1.0", layout));
        scene.assertReachesTheInternet();
        List<String> newer = programs();
        assertThat(newer).hasSameSizeAs(programs).doesNotContainAnyElementsOf(programs);
        scene.end("USR2");
        scene.gateway().restart(); // and the way back
        assertThat(scene.gateway().log())
                .containsPattern(clean(ProductVersion.own(), LayoutVersion.CURRENT));
        scene.assertReachesTheInternet();
        assertThat(programs()).hasSameSizeAs(newer).doesNotContainAnyElementsOf(newer);
    }

    private static String clean(String version, int layout) {
        return "event=start version=%s state=clean from= reason=\"[^\"]* is of layout version \\d+, by a gateway of version [^\"]*; this one, %s, has layout %d\" mappings=0 sessions=0 flows=0"
                .formatted(Pattern.quote(version), Pattern.quote(version), layout);
    }

    /// Ids of the programs on the gateway's devices.
    private List<String> programs() {
        String links = scene.lab().gatewayNamespace().must("ip", "link", "show").output();
        return PROGRAM.matcher(links).results().map((MatchResult found) -> found.group(1)).toList();
    }
}
