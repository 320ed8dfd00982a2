package io.hnvgateway.benchmarks.forward;

/// The two tunnels: same inner frames, other outer headers.
public enum Encapsulation {
    /// RFC 7637: outer IPv4, GRE with key.
    NVGRE(8),
    /// RFC 7348: outer IPv4, UDP, VXLAN.
    VXLAN(16);

    private static final int ETHERNET_BYTES = 14;
    private static final int IPV4_BYTES = 20;

    private final int tunnelHeaderBytes;

    Encapsulation(int tunnelHeaderBytes) {
        this.tunnelHeaderBytes = tunnelHeaderBytes;
    }

    /// What the tunnel adds to the inner frame.
    public int overheadBytes() {
        return ETHERNET_BYTES + IPV4_BYTES + tunnelHeaderBytes;
    }

    /// The inner UDP header's place in the frame.
    public int udpOffset() {
        return overheadBytes() + ETHERNET_BYTES + IPV4_BYTES;
    }

    /// The byte that tells flows apart on the outside: FlowID, or the UDP source port's low byte.
    int entropyOffset() {
        return switch (this) {
            case NVGRE -> ETHERNET_BYTES + IPV4_BYTES + 7;
            case VXLAN -> ETHERNET_BYTES + IPV4_BYTES + 1;
        };
    }
}
