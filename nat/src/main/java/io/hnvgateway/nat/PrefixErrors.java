package io.hnvgateway.nat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;

/// The packet that an ICMPv6 error quotes, when a [PrefixTranslation] changed an address of it: so
/// that the one who sent it knows it again.
///
/// Rewritten in place. The error's checksum stays right, for the exchange of one address for the
/// other is neutral to it. The outer address is the caller's to rewrite, as of any packet.
public final class PrefixErrors {
    private static final int LEAST_BYTES = Icmpv6Header.BYTES + Ipv6Header.BYTES;

    private PrefixErrors() {}

    /// An error from outside about a packet that went out: its quoted source becomes the inside
    /// address. Asked before the outer destination is rewritten, which must be that source.
    public static Verdict inward(Packet p, PrefixTranslation translation) {
        if (!quotes(p)) {
            return p.drop(DropReason.BAD_TRANSPORT_HEADER);
        }
        long ip6 = p.transport + Icmpv6Header.BYTES;
        long high = Ipv6Header.sourceHigh(ip6);
        long low = Ipv6Header.sourceLow(ip6);
        boolean own = high == p.ipv6DestinationHigh && low == p.ipv6DestinationLow;
        if (!own
                || !translation.outside().contains(high, low)
                || !translation.isTranslatable(high, low)) {
            return p.drop(DropReason.NAT_ICMP_NO_SESSION);
        }
        Ipv6Header.source(ip6, translation.insideHigh(high), translation.insideLow(low));
        return Verdict.CONTINUE;
    }

    /// An error from inside about a packet that came in: its quoted destination becomes the outside
    /// address.
    public static Verdict outward(Packet p, PrefixTranslation translation) {
        if (!quotes(p)) {
            return p.drop(DropReason.BAD_TRANSPORT_HEADER);
        }
        long ip6 = p.transport + Icmpv6Header.BYTES;
        long high = Ipv6Header.destinationHigh(ip6);
        long low = Ipv6Header.destinationLow(ip6);
        if (!translation.inside().contains(high, low) || !translation.isTranslatable(high, low)) {
            return p.drop(DropReason.NAT_ICMP_NO_SESSION);
        }
        Ipv6Header.destination(ip6, translation.outsideHigh(high), translation.outsideLow(low));
        return Verdict.CONTINUE;
    }

    private static boolean quotes(Packet p) {
        return p.transport != 0
                && p.ipPayloadBytes() >= LEAST_BYTES
                && Ipv6Header.version(p.transport + Icmpv6Header.BYTES) == 6;
    }
}
