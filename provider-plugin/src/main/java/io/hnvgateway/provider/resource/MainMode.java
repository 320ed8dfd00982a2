package io.hnvgateway.provider.resource;

import org.jspecify.annotations.Nullable;

/// What protects IKE itself. Null: everything safe is offered.
///
/// @param lifetimeSeconds after which the keys are replaced
public record MainMode(
        @Nullable DiffieHellmanGroup group,
        @Nullable IntegrityAlgorithm integrity,
        @Nullable EncryptionAlgorithm encryption,
        int lifetimeSeconds) {
    public static final MainMode DEFAULT = new MainMode(null, null, null, 28_800);
}
