package io.hnvgateway.ipsec.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kernel-hnv/build.sh --root`: the plugin of another tree's charon.
class PluginBuildTest {
    private static final Path BUILT = Path.of("target/kernel-hnv");
    private static final String PLUGIN = "libstrongswan-kernel-hnv.so";

    @TempDir private Path root;

    private String said = "";

    @BeforeEach
    void whereItCanBeBuilt() {
        assumeTrue(Files.exists(BUILT.resolve(PLUGIN)), "kernel-hnv is not built here");
    }

    @Test
    void theSameCharonInATreeGetsTheSamePlugin() throws Exception {
        charon(Files.readString(BUILT.resolve("version")).strip());

        Path machines = root.resolve("machines");
        assertThat(build(machines.toString())).as(() -> said).isZero();
        assertThat(build()).as(() -> said).isZero();
        assertThat(root.resolve("out/" + PLUGIN)).hasSameBinaryContentAs(machines.resolve(PLUGIN));
    }

    @Test
    void aTreeWithoutCharonIsAnError() throws Exception {
        Files.createDirectories(root.resolve("var/lib/dpkg"));

        assertThat(build()).isEqualTo(1);
        assertThat(said).contains(root.toString(), "charon is not installed");
        assertThat(root.resolve("out/missing")).doesNotExist();
    }

    @Test
    void aCharonWhoseLayoutNobodyHasLookedAtIsAnError() throws Exception {
        charon("9.8.7");

        assertThat(build()).isEqualTo(1);
        assertThat(said).contains("charon 9.8.7 is unknown", "5.9.8 6.0.1");
        assertThat(root.resolve("out/" + PLUGIN)).doesNotExist();
    }

    private void charon(String version) throws IOException {
        Files.createDirectories(root.resolve("var/lib/dpkg"));
        Files.writeString(
                root.resolve("var/lib/dpkg/status"),
                """
                Package: libstrongswan
                Status: install ok installed
                Maintainer: nobody <nobody@example.org>
                Architecture: amd64
                Source: strongswan
                Version: %s-1
                Description: of a test
                """
                        .formatted(version));
    }

    private int build() throws IOException, InterruptedException {
        return build("--root", root.toString(), root.resolve("out").toString());
    }

    private int build(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kernel-hnv/build.sh"));
        command.addAll(List.of(arguments));
        Path output = root.resolve("said");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroy();
        }
        said = Files.readString(output);
        return process.exitValue();
    }
}
