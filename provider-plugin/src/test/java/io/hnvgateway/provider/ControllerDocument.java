package io.hnvgateway.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// The example of what a controller writes beside the tenants: every collection, with tags.
public final class ControllerDocument {
    private ControllerDocument() {}

    public static String text() {
        try (InputStream in =
                Objects.requireNonNull(
                        ControllerDocument.class.getResourceAsStream("/controller.json"))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static DesiredStateDocument document() {
        return read(text());
    }

    /// With another text in place of one that must stand in it.
    public static DesiredStateDocument with(String before, String after) {
        String text = text();
        if (!text.contains(before)) {
            throw new IllegalArgumentException(before);
        }
        return read(text.replace(before, after));
    }

    private static DesiredStateDocument read(String text) {
        try {
            return DesiredStateReader.read(text.getBytes(UTF_8));
        } catch (FaultsException e) {
            throw new AssertionError(e);
        }
    }
}
