package io.hnvgateway.dataplane;

/// How frames are exchanged with the kernel.
public enum DataPathMode {
    /// On each device native XDP if it can be had, else generic; AF_PACKET on all of them if one
    /// can have neither.
    AUTO,
    /// Native XDP and AF_XDP; an error if it cannot be had.
    XDP,
    /// As XDP, by the kernel's generic hook on every device: slower.
    XDP_GENERIC,
    /// AF_PACKET.
    PACKET
}
