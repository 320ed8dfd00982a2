package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;
import io.hnvgateway.provider.value.Values;
import java.util.Locale;
import java.util.Map;

/// Hashes that prove where a packet comes from; of IKE also those that keys are derived with.
public enum IntegrityAlgorithm implements Labelled {
    MD5("MD5", true),
    SHA1("SHA196", true),
    SHA256("SHA256", false),
    SHA384("SHA384", false);

    private static final Map<String, String> OTHER_NAMES =
            Map.of(
                    "md596", "MD5",
                    "sha1", "SHA196",
                    "sha256128", "SHA256",
                    "sha384192", "SHA384");

    private final String label;
    private final boolean weak;

    IntegrityAlgorithm(String label, boolean weak) {
        this.label = label;
        this.weak = weak;
    }

    /// Takes the names that published clients use, too.
    public static IntegrityAlgorithm parse(String text) {
        return Values.oneOf(IntegrityAlgorithm.class)
                .parse(OTHER_NAMES.getOrDefault(text.toLowerCase(Locale.ROOT), text));
    }

    @Override
    public String label() {
        return label;
    }

    /// Not to be offered unless the operator insists.
    public boolean isWeak() {
        return weak;
    }
}
