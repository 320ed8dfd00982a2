package io.hnvgateway.ipsec.kernel;

import io.hnvgateway.packet.IpAddress;

/// One charon, for as long as it stays connected. Thread-safe; what is said after its end is lost.
public interface KernelSession {
    /// For example `5.9.8`.
    String charonVersion();

    /// A packet met the trap policy with this reqid.
    void acquire(int reqid);

    /// A limit of an SA is reached: bytes, packets, sequence numbers. charon rekeys (soft) or ends
    /// it (hard).
    void expire(int handle, boolean hard);

    /// Authenticated packets of an inbound SA come from another address or port now (RFC 3948 §4).
    void mapping(int handle, IpAddress remote, int remotePort);

    /// Ends the connection; every CHILD_SA is negotiated anew on the next one.
    void close();
}
