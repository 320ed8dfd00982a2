package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;

/// Where the address of a VM's interface comes from. The gateway assigns none of them.
public enum IpAllocation implements Labelled {
    STATIC("Static"),
    DYNAMIC("Dynamic"),
    UNMANAGED("Unmanaged");

    private final String label;

    IpAllocation(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
