package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;

/// A family of routes that a session carries.
public enum BgpFamily implements Labelled {
    IPV4("IPv4"),
    IPV6("IPv6");

    private final String label;

    BgpFamily(String label) {
        this.label = label;
    }

    public static BgpFamily of(boolean ipv4) {
        return ipv4 ? IPV4 : IPV6;
    }

    @Override
    public String label() {
        return label;
    }
}
