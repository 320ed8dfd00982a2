package io.hnvgateway.provider.connection;

import io.hnvgateway.provider.value.Labelled;

/// How frames enter and leave the gateway.
public enum DataPath implements Labelled {
    /// AF_XDP where the devices can, else AF_PACKET.
    AUTO("auto"),
    /// AF_XDP or no start.
    XDP("xdp"),
    /// As [#XDP], through the kernel's generic hook where the driver has none of its own: slower.
    XDP_GENERIC("xdp-generic"),
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
