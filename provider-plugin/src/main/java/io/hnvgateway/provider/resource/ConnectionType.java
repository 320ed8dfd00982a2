package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;

/// The kinds of [ConnectionTransport].
public enum ConnectionType implements Labelled {
    IPSEC("IPSec"),
    GRE("GRE"),
    L3("L3");

    private final String label;

    ConnectionType(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
