package io.hnvgateway.nat;

/// What is limited for each compartment (RFC 6888 REQ-4, REQ-5).
public enum Quota {
    /// External ports and ICMP identifiers that are taken, those in quarantine included.
    PORTS,
    SESSIONS
}
