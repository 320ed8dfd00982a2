package io.hnvgateway.ipsec.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// What charon must be told in `strongswan.conf` for all connections: its limits against floods
/// first of all.
public final class CharonSettings {
    private CharonSettings() {}

    /// Lines of the section `charon-systemd` or `charon`; what follows them counts.
    public static String text() {
        try (InputStream in =
                Objects.requireNonNull(
                        CharonSettings.class.getResourceAsStream(
                                "/io/hnvgateway/ipsec/hnv-gateway.conf"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
