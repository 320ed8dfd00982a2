package io.hnvgateway.app.access;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/// By what a caller shows who it is.
///
/// @param name of the caller, unlike all others
/// @param routingDomains of a tenant reader
/// @param sha256 of the token or the certificate, 64 lower-case hexadecimal digits: the token
///   itself is kept nowhere
public record Credential(
        String name,
        Kind kind,
        Role role,
        Set<UUID> routingDomains,
        String sha256,
        Instant created,
        Instant expires) {
    /// What it is.
    public enum Kind {
        TOKEN("token"),
        CERTIFICATE("certificate");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public Credential {
        routingDomains = Set.copyOf(routingDomains);
    }

    Caller caller() {
        return new Caller(name, role, routingDomains);
    }

    boolean isValidAt(Instant now) {
        return now.isBefore(expires);
    }
}
