package io.hnvgateway.provider.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/// A text that is never shown: no log, fault, answer or exception holds it.
public final class SecretText {
    private final String text;

    private SecretText(String text) {
        this.text = text;
    }

    public static SecretText of(String text) {
        return new SecretText(text);
    }

    /// What it is, for whoever uses it.
    public String reveal() {
        return text;
    }

    public int length() {
        return text.length();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretText that
                && MessageDigest.isEqual(text.getBytes(UTF_8), that.text.getBytes(UTF_8));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
