package io.hnvgateway.benchmarks.traffic;

import java.util.Locale;

/// Which way packets go.
public enum Direction {
    /// From a tenant's VM through the tunnel to the front end.
    UP,
    /// From the front end to the VM, answers to what went up before.
    DOWN;

    /// As rows name it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
