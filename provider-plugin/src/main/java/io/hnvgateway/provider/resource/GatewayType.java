package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;

/// The kinds of connection that a gateway, or a pool of them, is meant for. This gateway has all.
public enum GatewayType implements Labelled {
    ALL("All"),
    IPSEC("S2sIPsec"),
    GRE("S2sGre"),
    FORWARDING("Forwarding");

    private final String label;

    GatewayType(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
