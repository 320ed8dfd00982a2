package io.hnvgateway.app.product;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.regex.Pattern;

/// Which version of the gateway this program is.
public final class ProductVersion {
    /// Characters of a version at most.
    public static final int LONGEST = 32;

    private static final Pattern WELL_FORMED = Pattern.compile("[0-9A-Za-z.+-]{1," + LONGEST + "}");
    private static final String OWN = read();

    private ProductVersion() {}

    /// As `0.1.0`.
    public static String own() {
        return OWN;
    }

    /// Whether a text, of whatever origin, may be shown as a version.
    public static boolean isWellFormed(String text) {
        return WELL_FORMED.matcher(text).matches();
    }

    private static String read() {
        try (InputStream in = ProductVersion.class.getResourceAsStream("version")) {
            return new String(Objects.requireNonNull(in, "version").readAllBytes(), US_ASCII)
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException("version", e);
        }
    }
}
