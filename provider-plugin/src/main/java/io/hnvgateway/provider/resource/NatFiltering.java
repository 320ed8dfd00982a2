package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;

/// Who outside may reach a mapping (RFC 4787 §5).
public enum NatFiltering implements Labelled {
    ENDPOINT_INDEPENDENT("EndpointIndependent"),
    ADDRESS_DEPENDENT("AddressDependent"),
    ADDRESS_AND_PORT_DEPENDENT("AddressAndPortDependent");

    private final String label;

    NatFiltering(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
