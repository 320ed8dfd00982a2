package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;

/// How a packet gets from a customer address to its provider address.
public enum TranslationRule implements Labelled {
    /// In NVGRE.
    ENCAPSULATION("TranslationMethodEncap"),
    /// IP rewrite: the addresses are exchanged 1:1, the provider address is the VM's own.
    NAT("TranslationMethodNat");

    private final String label;

    TranslationRule(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
