package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;

/// The protocols that have ports to forward.
public enum TransportProtocol implements Labelled {
    TCP("TCP"),
    UDP("UDP");

    private final String label;

    TransportProtocol(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
