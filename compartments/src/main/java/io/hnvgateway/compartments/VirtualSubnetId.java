package io.hnvgateway.compartments;

/// The VSID: 24 bits that name a virtual subnet on the wire (RFC 7637 §3.3).
///
/// @param value 4096..16777214
public record VirtualSubnetId(int value) implements Comparable<VirtualSubnetId> {
    public static final int MIN = 0x001000;
    public static final int MAX = 0xFFFFFE;

    public VirtualSubnetId {
        if (value < MIN || value > MAX) {
            throw new IllegalArgumentException(value + ": a VSID must be " + MIN + ".." + MAX);
        }
    }

    @Override
    public int compareTo(VirtualSubnetId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
