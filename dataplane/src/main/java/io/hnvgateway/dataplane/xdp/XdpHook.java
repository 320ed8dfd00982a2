package io.hnvgateway.dataplane.xdp;

/// Where the program is attached.
public enum XdpHook {
    /// In the driver.
    NATIVE,
    /// Behind it, in the kernel.
    GENERIC,
    /// Native where the driver has it.
    EITHER
}
