package io.hnvgateway.lab.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A file that nobody can hold in mind is split before it lands.
class SourceSizeTest {
    private static final int LONGEST_FILE_LINES = 600;
    private static final Path ROOT = Path.of(System.getProperty("hnv.root", ".."));

    @Test
    void noSourceFileIsTooLong() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<String> tooLong =
                    files.filter(SourceSizeTest::isSource)
                            .filter(file -> lines(file) > LONGEST_FILE_LINES)
                            .map(file -> ROOT.relativize(file) + ": " + lines(file) + " lines")
                            .toList();

            assertThat(tooLong).isEmpty();
        }
    }

    private static boolean isSource(Path file) {
        String path = file.toString();
        return path.matches(".*\\.(java|c|h|sh|py)")
                && !path.contains("/target/")
                && !path.contains("/.git/");
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
