package io.hnvgateway.packet;

/// Neighbour discovery for IPv6 (RFC 4861 §4): solicitations, advertisements, redirect.
///
/// ```
///  0                   1                   2                   3
/// +---------------+---------------+-------------------------------+
/// |     Type      |     Code      |          Checksum             |
/// +---------------+---------------+-------------------------------+
/// | RA: hop limit, flags, lifetime · NA: flags R S O · else zero  |
/// +---------------------------------------------------------------+
/// | NS, NA, redirect: target, 16 bytes · RA: two timers, 8 bytes  |
/// | redirect: destination, 16 bytes                               |
/// +---------------+---------------+-------------------------------+
/// | Option type   | Length, 8 B   | …                             |
/// +---------------+---------------+-------------------------------+
/// ```
///
/// Accessors presuppose [#fits].
public final class NeighborDiscovery {
    public static final int SOURCE_LINK_LAYER = 1;
    public static final int TARGET_LINK_LAYER = 2;
    public static final int PREFIX_INFORMATION = 3;
    public static final int REDIRECTED_HEADER = 4;
    public static final int MTU = 5;

    /// Flags of a neighbour advertisement.
    public static final int ROUTER = 0x80;

    public static final int SOLICITED = 0x40;
    public static final int OVERRIDE = 0x20;

    /// Hop limit of an honest message: one from beyond the link has less (RFC 4861 §6.1, §7.1).
    public static final int HOP_LIMIT = 255;

    /// [#option] met an option that does not fit the message.
    public static final long MALFORMED = -1;

    private static final int OPTION_UNIT_BYTES = 8;

    private NeighborDiscovery() {}

    /// True when the message's fixed part fits `bytes`, its code is 0 and all its options are
    /// well-formed: what RFC 4861 §6.1 and §7.1 ask of a receiver besides the hop limit, checksum
    /// and addresses.
    public static boolean fits(long icmp, int bytes) {
        if (bytes < Icmpv6Header.BYTES || Icmpv6Header.code(icmp) != 0) {
            return false;
        }
        int fixed = fixedBytes(Icmpv6Header.type(icmp));
        return fixed != 0 && bytes >= fixed && option(icmp, bytes, 0) != MALFORMED;
    }

    /// Length of the message before its options; 0 for other types.
    public static int fixedBytes(int type) {
        return switch (type) {
            case Icmpv6Header.ROUTER_SOLICITATION -> 8;
            case Icmpv6Header.ROUTER_ADVERTISEMENT -> 16;
            case Icmpv6Header.NEIGHBOR_SOLICITATION, Icmpv6Header.NEIGHBOR_ADVERTISEMENT -> 24;
            case Icmpv6Header.REDIRECT -> 40;
            default -> 0;
        };
    }

    /// Target of a neighbour solicitation or advertisement, or of a redirect.
    public static long targetHigh(long icmp) {
        return Memory.u64(icmp + 8);
    }

    public static long targetLow(long icmp) {
        return Memory.u64(icmp + 16);
    }

    /// Destination of a redirect.
    public static long redirectDestinationHigh(long icmp) {
        return Memory.u64(icmp + 24);
    }

    public static long redirectDestinationLow(long icmp) {
        return Memory.u64(icmp + 32);
    }

    /// [#ROUTER], [#SOLICITED], [#OVERRIDE] of a neighbour advertisement.
    public static int advertisementFlags(long icmp) {
        return Memory.u8(icmp + 4) & (ROUTER | SOLICITED | OVERRIDE);
    }

    /// Lifetime of a router advertisement; 0: no default router.
    public static int routerLifetimeSeconds(long icmp) {
        return Memory.u16(icmp + 6);
    }

    /// Finds the first option of a kind; kind 0 finds none, but checks them all.
    ///
    /// @param bytes of the whole message, at least its fixed part
    /// @return the option's address, 0 when there is none, [#MALFORMED] when one before it has
    ///   length zero or leaves the message
    public static long option(long icmp, int bytes, int kind) {
        int at = fixedBytes(Icmpv6Header.type(icmp));
        while (at < bytes) {
            int optionBytes = at + 1 < bytes ? optionBytes(icmp + at) : 0;
            if (optionBytes == 0 || optionBytes > bytes - at) {
                return MALFORMED;
            }
            if (kind != 0 && Memory.u8(icmp + at) == kind) {
                return icmp + at;
            }
            at += optionBytes;
        }
        return 0;
    }

    /// Length of a whole option, a multiple of eight.
    public static int optionBytes(long option) {
        return Memory.u8(option + 1) * OPTION_UNIT_BYTES;
    }

    /// Ethernet address of a link-layer option.
    public static long linkLayerAddress(long option) {
        return Memory.u48(option + 2);
    }

    /// Writes a link-layer option of eight bytes.
    public static void writeLinkLayer(long option, int kind, long mac) {
        Memory.put8(option, kind);
        Memory.put8(option + 1, 1);
        Memory.put48(option + 2, mac);
    }

    /// Turns the solicitation at `icmp` into "target is at `mac`"; the caller rewrites the IPv6
    /// addresses, the length (32 bytes) and the checksum.
    public static void makeAdvertisement(long icmp, int flags, long mac) {
        Memory.put16(icmp, Icmpv6Header.NEIGHBOR_ADVERTISEMENT << 8);
        Memory.put32(icmp + 4, flags << 24);
        writeLinkLayer(icmp + 24, TARGET_LINK_LAYER, mac);
    }
}
