package io.hnvgateway.compartments;

/// The link-local IPv6 address that belongs to a MAC address: `fe80::/64` and the modified EUI-64
/// of RFC 4291 Appendix A.
public final class LinkLocal {
    /// The first 64 bits.
    public static final long HIGH = 0xfe80_0000_0000_0000L;

    private static final long LOCAL_BIT = 0x0200_0000_0000_0000L;
    private static final long MIDDLE = 0xff_fe00_0000L;
    private static final long LOWER_24 = 0xff_ffffL;

    private LinkLocal() {}

    /// The last 64 bits: the MAC address with `ff:fe` in its middle and the universal/local bit
    /// turned over.
    public static long interfaceIdentifier(long mac) {
        return (((mac >>> 24) << 40) | MIDDLE | (mac & LOWER_24)) ^ LOCAL_BIT;
    }
}
