package io.hnvgateway.provider.spi;

import io.hnvgateway.provider.value.SecretText;
import java.nio.file.Path;
import java.util.Optional;

/// How a controller proves who it is, and whom it trusts. Never shown.
///
/// @param authorities certificates in PEM that the gateway's must come from, unless the connection
///   string has a `Fingerprint`; empty: those that the JVM trusts
public record GatewayCredentials(Identity identity, Optional<Path> authorities) {

    /// Who asks.
    public sealed interface Identity {}

    /// A bearer token (RFC 6750).
    public record Token(Secret secret) implements Identity {}

    /// A client certificate (RFC 8446 §4.4.2): PEM, the key as PKCS#8.
    public record Certificate(Path chain, Path key) implements Identity {}

    /// Where a secret is: in memory, or in a file that is read at each opening.
    public sealed interface Secret {}

    /// In memory.
    public record InMemory(SecretText text) implements Secret {}

    /// The first line of a file that only its owner may read.
    public record InFile(Path file) implements Secret {}

    /// @param token is copied; the caller may wipe it
    public static GatewayCredentials token(char[] token) {
        return of(new Token(new InMemory(SecretText.of(new String(token)))));
    }

    public static GatewayCredentials tokenFile(Path file) {
        return of(new Token(new InFile(file)));
    }

    /// @param key must be readable by its owner alone
    public static GatewayCredentials certificate(Path chain, Path key) {
        return of(new Certificate(chain, key));
    }

    /// The same, with own authorities.
    public GatewayCredentials trusting(Path pem) {
        return new GatewayCredentials(identity, Optional.of(pem));
    }

    private static GatewayCredentials of(Identity identity) {
        return new GatewayCredentials(identity, Optional.empty());
    }
}
