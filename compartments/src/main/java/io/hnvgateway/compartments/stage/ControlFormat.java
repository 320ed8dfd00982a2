package io.hnvgateway.compartments.stage;

import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.NeighborDiscovery;
import io.hnvgateway.packet.Packet;

/// The form of REDIRECT and UNREACHABLE, ICMP messages inside NVGRE (MS-NVGREE §2.2).
///
/// ```
/// outer IP | GRE | Ethernet | IP from the host's provider address | ICMP | quotation
///
/// ICMP redirect          ICMPv6 redirect              both: unreachable
/// +----+----+----------+ +-----+----+----------+      +------+-------+----------+
/// | 5  | 10 | checksum | | 137 | 1  | checksum |      | 3, 1 | 10, 1 | checksum |
/// +----+----+----------+ +-----+----+----------+      +------+-------+----------+
/// | new provider addr. | |          0          |      |           0             |
/// +--------------------+ +---------------------+      +-------------------------+
/// | quotation …        | | new provider addr.  |      | quotation …             |
///                        | (target), 16 bytes  |
///                        | destination, 16 b.  |
///                        | quotation …         |
/// ```
///
/// The new provider address stands where a redirect has its target (RFC 792, RFC 4861 §4.5). The
/// specification's picture has it as the inner IP destination instead; a message without target is
/// read that way.
final class ControlFormat {
    private static final int REDIRECT_CODE = 10;
    private static final int REDIRECT6_CODE = 1;
    static final int UNREACHABLE_CODE = 10;
    static final int UNREACHABLE6_CODE = 1;

    private static final int REDIRECT6_BYTES = 40;
    private static final int REDIRECTED_HEADER_BYTES = 8;

    private ControlFormat() {}

    static boolean isRedirect(Packet p) {
        int typeAndCode = Memory.u16(p.transport);
        return typeAndCode
                == (p.ipv6
                        ? Icmpv6Header.REDIRECT << 8 | REDIRECT6_CODE
                        : IcmpHeader.REDIRECT << 8 | REDIRECT_CODE);
    }

    static boolean isUnreachable(Packet p) {
        int typeAndCode = Memory.u16(p.transport);
        return typeAndCode
                == (p.ipv6
                        ? Icmpv6Header.DESTINATION_UNREACHABLE << 8 | UNREACHABLE6_CODE
                        : IcmpHeader.DESTINATION_UNREACHABLE << 8 | UNREACHABLE_CODE);
    }

    /// Where the quotation begins, in bytes from the message; it may lie behind the message's end.
    static int quotedAt(Packet p) {
        if (!p.ipv6 || !isRedirect(p)) {
            return IcmpHeader.BYTES;
        }
        boolean option =
                p.ipPayloadBytes() > REDIRECT6_BYTES
                        && Memory.u8(p.transport + REDIRECT6_BYTES)
                                == NeighborDiscovery.REDIRECTED_HEADER;
        return option ? REDIRECT6_BYTES + REDIRECTED_HEADER_BYTES : REDIRECT6_BYTES;
    }

    /// High half of a redirect's new provider address; the caller has seen that [#quotedAt] lies
    /// inside the message.
    static long newProviderHigh(Packet p) {
        if (!p.ipv6) {
            return 0;
        }
        return hasTarget(p) ? NeighborDiscovery.targetHigh(p.transport) : p.destinationHigh();
    }

    static long newProviderLow(Packet p) {
        if (!hasTarget(p)) {
            return p.destinationLow();
        }
        return p.ipv6
                ? NeighborDiscovery.targetLow(p.transport)
                : IpAddress.mapped(Memory.u32(p.transport + 4));
    }

    private static boolean hasTarget(Packet p) {
        return p.ipv6
                ? NeighborDiscovery.targetHigh(p.transport) != 0
                        || NeighborDiscovery.targetLow(p.transport) != 0
                : Memory.u32(p.transport + 4) != 0;
    }
}
