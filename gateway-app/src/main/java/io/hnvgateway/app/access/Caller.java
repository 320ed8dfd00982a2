package io.hnvgateway.app.access;

import java.util.Set;
import java.util.UUID;

/// Who asks, authenticated.
///
/// @param name of the token or the certificate, for the audit log; never the token itself
/// @param routingDomains of a [Role#TENANT_READER] those that it may see; of others empty, and
///   without a meaning
public record Caller(String name, Role role, Set<UUID> routingDomains) {
    public Caller {
        routingDomains = Set.copyOf(routingDomains);
    }

    /// Whether it may change what the gateway does.
    public boolean mayChange() {
        return role == Role.ADMINISTRATOR;
    }

    public boolean maySee(UUID routingDomain) {
        return role != Role.TENANT_READER || routingDomains.contains(routingDomain);
    }
}
