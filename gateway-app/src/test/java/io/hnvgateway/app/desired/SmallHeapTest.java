package io.hnvgateway.app.desired;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a JVM with a small heap can do: of a document, one resource at a time is in memory.
class SmallHeapTest {
    private static final int HEAP_MEBIBYTES = 24;
    private static final int NETWORKS = 500;
    private static final int BLANKS = 256 << 10;

    @TempDir private static Path directory;

    private static String output = "";

    @BeforeAll
    static void run() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xmx" + HEAP_MEBIBYTES + "m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SmallHeapProbe.class.getName(),
                                directory.toString(),
                                Integer.toString(NETWORKS),
                                Integer.toString(BLANKS))
                        .redirectErrorStream(true)
                        .start();
        output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void aDocumentLargerThanTheHeapIsReadStoredAndLoaded() throws Exception {
        assertThat(output).contains("loaded: " + NETWORKS + " networks, faults: [][]");
        long bytes = Long.parseLong(output.replaceAll("(?s).*read: (\\d+) bytes.*", "$1"));
        assertThat(bytes).isGreaterThan((4L * HEAP_MEBIBYTES) << 20);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("desired-state.json", "desired-state.journal-1");
        }
    }

    @Test
    void roomInTheHeapIsFoundWhereThereIsSome() {
        assertThat(output).contains("room: true false");
    }
}
