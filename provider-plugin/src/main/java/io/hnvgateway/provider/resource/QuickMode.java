package io.hnvgateway.provider.resource;

import org.jspecify.annotations.Nullable;

/// What protects packets. Null: everything safe is offered.
///
/// @param integrity null with AES-GCM, which needs none
/// @param lifetimeSeconds after which the keys are replaced
/// @param lifetimeKilobytes as `lifetimeSeconds`; 0 no limit
/// @param idleSeconds without packets, after which the tunnel is ended; 0 never
public record QuickMode(
        @Nullable ForwardSecrecy forwardSecrecy,
        @Nullable EncryptionAlgorithm encryption,
        @Nullable IntegrityAlgorithm integrity,
        int lifetimeSeconds,
        long lifetimeKilobytes,
        int idleSeconds) {
    public static final QuickMode DEFAULT = new QuickMode(null, null, null, 3_600, 0, 0);
}
