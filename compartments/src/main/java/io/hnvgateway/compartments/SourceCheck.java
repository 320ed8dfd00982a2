package io.hnvgateway.compartments;

/// What happens to a packet whose provider address, MAC, customer address and VSID fit no lookup
/// record.
public enum SourceCheck {
    /// Dropped; the default.
    STRICT,
    /// Counted and carried.
    LOG,
    /// Carried.
    OFF
}
