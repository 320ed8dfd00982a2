package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;

/// The kinds of [ConnectionCredential].
public enum AuthenticationMethod implements Labelled {
    PSK("PSK"),
    CERTIFICATE("Certificate");

    private final String label;

    AuthenticationMethod(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
