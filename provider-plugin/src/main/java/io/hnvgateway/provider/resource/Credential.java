package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.SecretText;
import org.jspecify.annotations.Nullable;

/// What a controller signs in with somewhere (`credentials`). The gateway keeps it sealed, uses it
/// nowhere, and never shows its value.
///
/// @param userName null where the type has none
/// @param value null: it was not written
public record Credential(
        String resourceId,
        CredentialType type,
        @Nullable String userName,
        @Nullable SecretText value,
        Annotations annotations)
        implements TopLevelResource {

    /// The same with this secret.
    public Credential withValue(SecretText other) {
        return new Credential(resourceId, type, userName, other, annotations);
    }

    @Override
    public Credential with(Annotations others) {
        return new Credential(resourceId, type, userName, value, others);
    }
}
