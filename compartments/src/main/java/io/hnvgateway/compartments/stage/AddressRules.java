package io.hnvgateway.compartments.stage;

import io.hnvgateway.packet.IpAddress;

/// Which addresses may stand in a packet that a router forwards (RFC 1812 §5.3.7, RFC 4291 §2.5,
/// RFC 6890). An address is the two halves of an [IpAddress].
public final class AddressRules {
    private static final int MULTICAST_TOP = 0xff;
    private static final long LINK_LOCAL_MASK = 0xffc0_0000_0000_0000L;
    private static final long LINK_LOCAL = 0xfe80_0000_0000_0000L;
    private static final int IPV4_LINK_LOCAL = 0xa9fe;

    private AddressRules() {}

    /// IPv4: not this-network, loopback, multicast, reserved or broadcast. IPv6: not unspecified,
    /// loopback, multicast, or an IPv4 address in the deprecated compatible form (RFC 4291
    /// §2.5.5.1).
    public static boolean isUnicast(long high, long low) {
        if (IpAddress.isIpv4(high, low)) {
            int top = (int) low >>> 24;
            return top != 0 && top != 127 && top < 224;
        }
        boolean low32 = high == 0 && low >>> 32 == 0; // ::, ::1, and compatible addresses
        return !low32 && high >>> 56 != MULTICAST_TOP;
    }

    /// As [#isUnicast(long, long)] for an IPv4 address.
    public static boolean isUnicast(int address) {
        return isUnicast(0, IpAddress.mapped(address));
    }

    public static boolean isMulticastOrBroadcast(long high, long low) {
        if (IpAddress.isIpv4(high, low)) {
            int address = (int) low;
            return address >>> 28 == 14 || address == -1;
        }
        return high >>> 56 == MULTICAST_TOP;
    }

    /// As [#isMulticastOrBroadcast(long, long)] for an IPv4 address.
    public static boolean isMulticastOrBroadcast(int address) {
        return isMulticastOrBroadcast(0, IpAddress.mapped(address));
    }

    /// An address that means something on one link only, so that no router forwards a packet from
    /// or to it (RFC 4291 §2.5.6, RFC 3927 §7).
    public static boolean isLinkLocal(long high, long low) {
        return IpAddress.isIpv4(high, low)
                ? (int) low >>> 16 == IPV4_LINK_LOCAL
                : (high & LINK_LOCAL_MASK) == LINK_LOCAL;
    }

    /// The address of a sender that has none yet: `0.0.0.0` or `::`.
    public static boolean isUnspecified(long high, long low) {
        return high == 0 && (low == 0 || low == IpAddress.mapped(0));
    }
}
