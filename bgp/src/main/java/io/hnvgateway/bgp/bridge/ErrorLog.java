package io.hnvgateway.bgp.bridge;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// What ExaBGP has logged since the last look: the only place where the reason of an `error`
/// stands.
final class ErrorLog {
    private static final int MOST_BYTES = 16 << 10;
    private static final int MOST_LINES = 3;

    private final Path path;
    private long seen;

    ErrorLog(Path path) {
        this.path = path;
        this.seen = path.toFile().length();
    }

    /// The last lines that are new, or words that say where to look.
    String news() {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long length = file.length();
            long from = Math.max(length < seen ? 0 : seen, length - MOST_BYTES);
            byte[] bytes = new byte[(int) (length - from)];
            file.seek(from);
            file.readFully(bytes);
            seen = length;
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8)
                            .lines()
                            .map(line ->
                                    line.replaceFirst(
                                            "^\\w+, .*?\\d\\d:\\d\\d:\\d\\d \\d+\\s+\\w+\\s+", ""))
                            .filter(line -> !line.isBlank())
                            .toList();
            String news =
                    String.join(
                            "; ",
                            lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
            return news.isEmpty() ? "no reason in " + path : news;
        } catch (IOException e) {
            return "its reason cannot be read from " + path;
        }
    }
}
