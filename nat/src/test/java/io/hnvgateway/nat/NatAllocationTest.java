package io.hnvgateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Heap use of the stage, in a JVM without checked memory (whose checks allocate).
class NatAllocationTest {
    @Test
    void knownSessionsCostNoHeapAndNewOnesAtMostOneObject() throws Exception {
        List<String> lines = probe();
        assertThat(lines).contains("known 0").anyMatch(l -> l.matches("new \\d+"));
        String fresh = lines.stream().filter(l -> l.startsWith("new ")).findFirst().orElseThrow();
        assertThat(Integer.parseInt(fresh.substring(4))).isLessThanOrEqualTo(32);
    }

    private static List<String> probe() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                AllocationProbe.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }
}
