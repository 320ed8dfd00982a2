package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.SecretText;
import org.jspecify.annotations.Nullable;

/// How both sides prove who they are. Secrets are written only: an answer has none, and a document
/// without one keeps what was there.
public sealed interface ConnectionCredential {

    /// What must stay secret; null: it was not written.
    @Nullable SecretText secret();

    /// The same with this secret.
    ConnectionCredential withSecret(SecretText secret);

    /// A secret that both sides know.
    record SharedSecret(@Nullable SecretText secret) implements ConnectionCredential {
        @Override
        public ConnectionCredential withSecret(SecretText other) {
            return new SharedSecret(other);
        }
    }

    /// A certificate of each side.
    ///
    /// @param chain the gateway's own certificate and those between it and its root, PEM
    /// @param secret private key of the certificate, PKCS#8 in PEM
    /// @param authorities what the peer's certificate must come from, PEM
    record Certificate(String chain, @Nullable SecretText secret, String authorities)
            implements ConnectionCredential {
        @Override
        public ConnectionCredential withSecret(SecretText other) {
            return new Certificate(chain, other, authorities);
        }
    }
}
