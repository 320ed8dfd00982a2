package io.hnvgateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/// What a JVM is started with that runs [GatewayMain]: the file `jvm.options` beside this class.
public final class JvmOptions {
    private static final String FILE = "jvm.options";

    private JvmOptions() {}

    /// One word each.
    public static List<String> words() {
        try (InputStream file = JvmOptions.class.getResourceAsStream(FILE)) {
            byte[] text = Objects.requireNonNull(file, FILE).readAllBytes();
            return new String(text, UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
