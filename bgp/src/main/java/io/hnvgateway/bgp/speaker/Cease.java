package io.hnvgateway.bgp.speaker;

/// Why a session is ended: the subcode of the NOTIFICATION that says so.
public enum Cease {
    /// RFC 4486 §4.
    ADMINISTRATIVE_RESET(4),
    /// RFC 9384 §3.
    BFD_DOWN(10);

    private final int subcode;

    Cease(int subcode) {
        this.subcode = subcode;
    }

    int subcode() {
        return subcode;
    }
}
