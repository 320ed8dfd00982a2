package io.hnvgateway.provider.connection;

import io.hnvgateway.provider.value.Labelled;

/// How frames enter and leave the gateway.
public enum DataPath implements Labelled {
    /// AF_XDP where the devices can, else AF_PACKET.
    AUTO("auto"),
    /// AF_XDP or no start.
    XDP("xdp"),
    /// AF_PACKET rings.
    PACKET("packet");

    private final String label;

    DataPath(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
