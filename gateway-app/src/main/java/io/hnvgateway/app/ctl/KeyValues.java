package io.hnvgateway.app.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Small files of lines `KEY=value`, as `os-release`.
final class KeyValues {
    private static final int BYTES_AT_MOST = 64 << 10;

    private KeyValues() {}

    /// Without quotes around values; empty if there is no such file, or one that is too long.
    static Map<String, String> read(Path file) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            if (Files.size(file) > BYTES_AT_MOST) {
                return values;
            }
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    values.put(line.substring(0, equals), bare(line.substring(equals + 1)));
                }
            }
        } catch (NoSuchFileException e) {
            return values;
        }
        return values;
    }

    /// In place of what is there; line ends in values become spaces.
    static void write(Path file, Map<String, String> values) throws IOException {
        String text =
                values.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue().replaceAll("[\\r\\n]", " "))
                        .collect(Collectors.joining("\n", "", "\n"));
        PrivateFile.replace(file, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String bare(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
