package io.hnvgateway.provider.json;

import io.hnvgateway.provider.resource.Annotations;
import io.hnvgateway.provider.resource.Credential;
import io.hnvgateway.provider.resource.CredentialType;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.SecretText;
import io.hnvgateway.provider.value.Values;
import org.jspecify.annotations.Nullable;

/// Reads a credential.
final class CredentialReader {
    private static final int MAX_NAME_CHARACTERS = 256;

    private CredentialReader() {}

    static @Nullable Credential credential(String id, PropertyReader properties) {
        CredentialType type = properties.required("type", Values.oneOf(CredentialType.class));
        String userName = properties.optional("userName", CredentialReader::userName);
        SecretText value = properties.secret("value");
        return type == null ? null : new Credential(id, type, userName, value, Annotations.NONE);
    }

    private static String userName(String text) {
        if (text.length() > MAX_NAME_CHARACTERS) {
            throw new InvalidValueException(
                    "must be at most " + MAX_NAME_CHARACTERS + " characters");
        }
        if (text.codePoints().anyMatch(CredentialReader::isNoText)) {
            throw new InvalidValueException("must be without control characters");
        }
        return text;
    }

    private static boolean isNoText(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE;
    }
}
