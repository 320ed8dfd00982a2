package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;

/// Where a public address comes from: written down, or out of the NAT pool.
public enum AllocationMethod implements Labelled {
    STATIC("Static"),
    DYNAMIC("Dynamic");

    private final String label;

    AllocationMethod(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
