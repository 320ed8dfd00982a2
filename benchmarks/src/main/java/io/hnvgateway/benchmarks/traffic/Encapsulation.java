package io.hnvgateway.benchmarks.traffic;

/// The tunnels: same inner frames, other outer headers, or none.
public enum Encapsulation {
    /// RFC 7637: outer IPv4, GRE with key.
    NVGRE(14 + 20 + 8, 47, 14 + 20 + 7),
    /// RFC 7348: outer IPv4, UDP, VXLAN.
    VXLAN(14 + 20 + 16, 17, 14 + 20 + 1),
    /// Plain Ethernet, as on the front end.
    NONE(0, 17, 0);

    private static final int ETHERNET_BYTES = 14;
    private static final int IPV4_BYTES = 20;

    private final int overheadBytes;
    private final int protocol;
    private final int entropyOffset;

    Encapsulation(int overheadBytes, int protocol, int entropyOffset) {
        this.overheadBytes = overheadBytes;
        this.protocol = protocol;
        this.entropyOffset = entropyOffset;
    }

    /// What the tunnel adds to the inner frame.
    public int overheadBytes() {
        return overheadBytes;
    }

    /// The inner UDP header's place in the frame.
    public int udpOffset() {
        return overheadBytes + ETHERNET_BYTES + IPV4_BYTES;
    }

    /// The outermost IP header's.
    int protocol() {
        return protocol;
    }

    /// The byte that tells flows apart on the outside: FlowID, or the UDP source port's low byte;
    /// 0: none.
    int entropyOffset() {
        return entropyOffset;
    }
}
