package io.hnvgateway.packet;

/// Walks the extension headers of an IPv6 packet (RFC 8200 §4) to its upper-layer header.
///
/// The walk is bounded by [#MAX_HEADERS] and by the packet; it ends at the first header that is no
/// extension, at ESP, at "no next header", or behind the Fragment header of a fragment other than
/// the first, whose payload has no header of its own. Its result is one `long`, so that nothing is
/// allocated: read it with the accessors below.
///
/// ```
/// 63                 48       40                24              8          0
/// +-------------------+--------+-----------------+--------------+----------+
/// | fragment offset,M |  flag  | Fragment header |  upper layer | protocol |
/// +-------------------+--------+-----------------+--------------+----------+
/// ```
///
/// Positions are bytes from the IPv6 header; a Fragment header at 0 means that there is none. The
/// flag, bit 40, means a routing header of type 0.
public final class Ipv6Extensions {
    /// More than any honest packet carries: RFC 8200 §4.1 knows seven.
    public static final int MAX_HEADERS = 8;

    /// The chain is malformed, leaves the packet, or is longer than [#MAX_HEADERS].
    public static final long MALFORMED = -1;

    public static final int HOP_BY_HOP = 0;
    public static final int ROUTING = 43;
    public static final int FRAGMENT = 44;
    public static final int NO_NEXT_HEADER = 59;
    public static final int DESTINATION_OPTIONS = 60;
    private static final int AUTHENTICATION = 51;
    private static final int MOBILITY = 135;
    private static final int HIP = 139;
    private static final int SHIM6 = 140;

    private static final int UNIT_BYTES = 8;
    private static final int ROUTING_TYPE_0 = 0;
    private static final long SOURCE_ROUTE = 1L << 40;

    private Ipv6Extensions() {}

    /// Walks the chain.
    ///
    /// @param bytes of the packet from `ip6`, at least [Ipv6Header#BYTES] and all readable
    public static long walk(long ip6, int bytes) {
        int protocol = Ipv6Header.nextHeader(ip6);
        int at = Ipv6Header.BYTES;
        long fragment = 0;
        long route = 0;
        for (int i = 0; i < MAX_HEADERS && isExtension(protocol); i++) {
            int headerBytes = headerBytes(ip6 + at, protocol, bytes - at);
            if (headerBytes == 0 || (protocol == HOP_BY_HOP && i > 0)) {
                return MALFORMED;
            }
            if (protocol == FRAGMENT) {
                if (fragment != 0) {
                    return MALFORMED;
                }
                fragment = fragment(ip6, at);
            }
            route |= protocol == ROUTING ? route(ip6 + at) : 0;
            protocol = Memory.u8(ip6 + at);
            at += headerBytes;
            if (fragmentOffset(fragment) != 0) {
                return result(protocol, at, fragment | route);
            }
        }
        return isExtension(protocol) ? MALFORMED : result(protocol, at, fragment | route);
    }

    private static long fragment(long ip6, int at) {
        return (long) Memory.u16(ip6 + at + 2) << 48 | (long) at << 24;
    }

    private static long route(long header) {
        return Memory.u8(header + 2) == ROUTING_TYPE_0 ? SOURCE_ROUTE : 0;
    }

    private static long result(int protocol, int at, long fragmentAndRoute) {
        // Bits 41..47 stay zero, so no result equals MALFORMED.
        return fragmentAndRoute | (long) at << 8 | protocol;
    }

    /// Length of the extension header, or 0 when it does not fit into `left` bytes.
    private static int headerBytes(long header, int protocol, int left) {
        if (left < UNIT_BYTES) {
            return 0;
        }
        int length = Memory.u8(header + 1);
        int bytes =
                switch (protocol) {
                    case FRAGMENT -> UNIT_BYTES;
                    case AUTHENTICATION -> (length + 2) * 4;
                    default -> (length + 1) * UNIT_BYTES;
                };
        return bytes > left ? 0 : bytes;
    }

    /// Whether another header follows behind a header of this protocol number.
    public static boolean isExtension(int protocol) {
        return switch (protocol) {
            case HOP_BY_HOP,
                    ROUTING,
                    FRAGMENT,
                    AUTHENTICATION,
                    DESTINATION_OPTIONS,
                    MOBILITY,
                    HIP,
                    SHIM6 ->
                    true;
            default -> false;
        };
    }

    /// Protocol of the upper layer, or [#NO_NEXT_HEADER].
    public static int protocol(long walked) {
        return (int) walked & 0xff;
    }

    /// Where the upper layer begins, in bytes from the IPv6 header; at most the packet's length.
    public static int upperLayerAt(long walked) {
        return (int) (walked >>> 8) & 0xffff;
    }

    public static boolean isFragment(long walked) {
        return fragmentHeaderAt(walked) != 0;
    }

    /// Where the Fragment header begins, in bytes from the IPv6 header; 0: there is none.
    public static int fragmentHeaderAt(long walked) {
        return (int) (walked >>> 24) & 0xffff;
    }

    /// A routing header of type 0 was met, whatever is left of its route (RFC 5095).
    public static boolean hasSourceRoute(long walked) {
        return (walked & SOURCE_ROUTE) != 0;
    }

    /// In bytes, 0..65528.
    public static int fragmentOffset(long walked) {
        return (int) (walked >>> 48) & 0xfff8;
    }

    public static boolean moreFragments(long walked) {
        return (walked >>> 48 & 1) != 0;
    }
}
