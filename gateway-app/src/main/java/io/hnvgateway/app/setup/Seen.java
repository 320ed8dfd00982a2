package io.hnvgateway.app.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What each source said when settings were last gathered, as digests: `setting|source digest`, one
/// a line. A file that cannot be read counts as empty: then every source is news.
final class Seen {
    private static final int LIMIT_BYTES = 64 << 10;

    private final Path file;
    private final Map<String, String> digests = new TreeMap<>();

    private Seen(Path file) {
        this.file = file;
    }

    static Seen open(Path directory) {
        Seen seen = new Seen(directory.resolve("seen"));
        if (Files.exists(seen.file)) {
            seen.read();
        }
        return seen;
    }

    private void read() {
        try {
            BoundedText.read(file, LIMIT_BYTES)
                    .lines()
                    .filter(line -> line.lastIndexOf(' ') > 0)
                    .forEach(line -> {
                        int space = line.lastIndexOf(' ');
                        digests.put(line.substring(0, space), line.substring(space + 1));
                    });
        } catch (IOException _) {
            digests.clear();
        }
    }

    /// Whether the source says what it said before.
    boolean knows(Setting setting, String source, String text) {
        return digest(text).equals(digests.get(key(setting, source)));
    }

    /// @param text empty: the source has nothing
    void remember(Setting setting, String source, Optional<String> text) {
        text.ifPresentOrElse(
                said -> digests.put(key(setting, source), digest(said)),
                () -> digests.remove(key(setting, source)));
    }

    void write() throws IOException {
        StringBuilder lines = new StringBuilder();
        digests.forEach((key, digest) -> lines.append(key).append(' ').append(digest).append('\n'));
        WholeFile.closed(file).update(lines.toString());
    }

    private static String key(Setting setting, String source) {
        return setting.name() + '|' + source;
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }
}
