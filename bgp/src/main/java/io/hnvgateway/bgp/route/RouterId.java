package io.hnvgateway.bgp.route;

import io.hnvgateway.packet.Ipv4Address;

/// A BGP identifier: any number but 0, written as an IPv4 address (RFC 6286 §2.1). Also that of a
/// cluster (RFC 4456 §7).
public record RouterId(int bits) implements Comparable<RouterId> {
    public RouterId {
        if (bits == 0) {
            throw new IllegalArgumentException("0.0.0.0: a BGP identifier must not be 0");
        }
    }

    /// @throws IllegalArgumentException naming the text and the rule
    public static RouterId parse(String text) {
        return new RouterId(Ipv4Address.parse(text).bits());
    }

    /// In unsigned order, as RFC 4271 §9.1.2.2 f) compares.
    @Override
    public int compareTo(RouterId other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return Ipv4Address.toString(bits);
    }
}
