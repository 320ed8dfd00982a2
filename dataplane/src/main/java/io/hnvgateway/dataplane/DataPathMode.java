package io.hnvgateway.dataplane;

/// How frames are exchanged with the kernel.
public enum DataPathMode {
    /// XDP if it can be had, else AF_PACKET.
    AUTO,
    /// Native XDP and AF_XDP; an error if it cannot be had.
    XDP,
    /// As XDP, with the kernel's generic hook where the driver has none of its own: slower.
    XDP_GENERIC,
    /// AF_PACKET.
    PACKET
}
