package io.hnvgateway.nat;

/// Who outside may send to a dynamic mapping (RFC 4787 §5).
public enum Filtering {
    /// Anybody who knows the external endpoint.
    ENDPOINT_INDEPENDENT,
    /// Addresses that the inside has contacted from this mapping, from any of their ports.
    ADDRESS_DEPENDENT,
    /// Only the addresses and ports that the inside has contacted from this mapping.
    ADDRESS_AND_PORT_DEPENDENT
}
