package io.hnvgateway.provider.resource;

import org.jspecify.annotations.Nullable;

/// The most that one customer network may use. Null: the gateway's default share.
public record NatQuota(@Nullable Integer maxPorts, @Nullable Integer maxSessions) {
    public static final NatQuota DEFAULT = new NatQuota(null, null);
}
