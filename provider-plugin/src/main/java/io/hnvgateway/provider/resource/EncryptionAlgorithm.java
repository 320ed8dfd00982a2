package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.Labelled;
import io.hnvgateway.provider.value.Values;
import java.util.Locale;
import java.util.Map;

/// Ciphers. AES-GCM authenticates, too (RFC 4106, RFC 5282).
public enum EncryptionAlgorithm implements Labelled {
    DES3("DES3"),
    AES128("AES128"),
    AES192("AES192"),
    AES256("AES256"),
    GCM_AES128("GCMAES128"),
    GCM_AES256("GCMAES256");

    private static final Map<String, String> OTHER_NAMES =
            Map.of(
                    "cbcdes3", "DES3",
                    "aes128cbc", "AES128",
                    "aes192cbc", "AES192",
                    "aes256cbc", "AES256");

    private final String label;

    EncryptionAlgorithm(String label) {
        this.label = label;
    }

    /// Takes the names that published clients use, too.
    public static EncryptionAlgorithm parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("des") || lower.equals("cbcdes")) {
            throw new InvalidValueException("is broken and never offered", "use GCMAES256");
        }
        return Values.oneOf(EncryptionAlgorithm.class).parse(OTHER_NAMES.getOrDefault(lower, text));
    }

    @Override
    public String label() {
        return label;
    }

    public boolean isGcm() {
        return this == GCM_AES128 || this == GCM_AES256;
    }

    /// Not to be offered unless the operator insists.
    public boolean isWeak() {
        return this == DES3;
    }
}
