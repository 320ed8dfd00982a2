package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.Credential;
import org.jspecify.annotations.Nullable;

/// Writes a credential; its value sealed or not at all.
final class CredentialWriter {
    private CredentialWriter() {}

    static void credential(
            Credential credential, ObjectNode properties, @Nullable SecretSeal seal) {
        properties.put("type", credential.type().label());
        if (credential.userName() != null) {
            properties.put("userName", credential.userName());
        }
        if (seal != null && credential.value() != null) {
            properties.put(
                    PropertyReader.sealed("value"),
                    seal.seal(
                            credential.value(),
                            "credentials[" + credential.resourceId() + "].value"));
        }
    }
}
