package io.hnvgateway.ipsec.sa;

import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import java.util.List;
import java.util.stream.Collectors;

/// The traffic selectors of an SA, laid out for one look a packet (RFC 4301 §5.1 outbound, §5.2
/// inbound): one of the local side and one of the remote side must admit it.
///
/// A fragment other than the first has no ports: only a selector of all ports admits it (RFC 4301
/// §7). Of ICMP the type and code stand in the place of both ports (RFC 7296 §3.13.1). Immutable.
public final class SelectorPair {
    /// The peer has a say in how many each packet is compared with.
    public static final int MAX_OF_SIDE = 64;

    private final Range[] local;
    private final Range[] remote;
    private final SaParameters.Selectors agreed;

    SelectorPair(SaParameters.Selectors selectors) {
        local = ranges(selectors.local());
        remote = ranges(selectors.remote());
        agreed = selectors;
    }

    /// Of both sides: what a packet is compared with at most.
    int ranges() {
        return local.length + remote.length;
    }

    private static Range[] ranges(List<TrafficSelector> selectors) {
        return selectors.stream().map(Range::new).toArray(Range[]::new);
    }

    /// Whether a packet of a virtual network may be sent to the peer.
    ///
    /// @param p inner, its transport header parsed
    public boolean admitsOutbound(Packet p) {
        return admits(local, p.sourceHigh(), p.sourceLow(), p, sourcePort(p))
                && admits(remote, p.destinationHigh(), p.destinationLow(), p, destinationPort(p));
    }

    /// Whether a packet of the peer may go on into its virtual network.
    public boolean admitsInbound(Packet p) {
        return admits(remote, p.sourceHigh(), p.sourceLow(), p, sourcePort(p))
                && admits(local, p.destinationHigh(), p.destinationLow(), p, destinationPort(p));
    }

    private static boolean admits(Range[] ranges, long high, long low, Packet p, int port) {
        for (Range range : ranges) {
            if (range.ipv6 == p.ipv6 && range.admits(high, low, p.protocol, port)) {
                return true;
            }
        }
        return false;
    }

    private static int sourcePort(Packet p) {
        return portOr(p, p.sourcePort);
    }

    private static int destinationPort(Packet p) {
        return portOr(p, p.destinationPort);
    }

    /// The number that stands in a selector's port range; [Range#UNKNOWN] when the packet has none.
    private static int portOr(Packet p, int port) {
        if (p.fragmentOffset != 0) {
            return Range.UNKNOWN;
        }
        return switch (p.protocol) {
            case IpProtocol.TCP, IpProtocol.UDP -> port;
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> typeAndCode(p);
            default -> Range.UNKNOWN;
        };
    }

    private static int typeAndCode(Packet p) {
        return p.transport == 0
                ? Range.UNKNOWN
                : Memory.u8(p.transport) << 8 | IcmpHeader.code(p.transport);
    }

    /// As `10.0.0.0/24 to 172.16.1.0/24,172.16.2.0/24 protocol 6 port 443`.
    @Override
    public String toString() {
        return text(agreed.local()) + " to " + text(agreed.remote());
    }

    private static String text(List<TrafficSelector> selectors) {
        return selectors.stream().map(TrafficSelector::toString).collect(Collectors.joining(","));
    }

    private static final class Range {
        static final int UNKNOWN = -1;

        /// No range of IPv6 holds an IPv4 address, though its numbers may.
        final boolean ipv6;

        private final long fromHigh;
        private final long fromLow;
        private final long toHigh;
        private final long toLow;
        private final int protocol;
        private final int fromPort;
        private final int toPort;

        Range(TrafficSelector selector) {
            ipv6 = !selector.from().isIpv4();
            fromHigh = selector.from().high();
            fromLow = selector.from().low();
            toHigh = selector.to().high();
            toLow = selector.to().low();
            protocol = selector.protocol();
            fromPort = selector.isAnyPort() ? UNKNOWN : selector.fromPort();
            toPort = selector.toPort();
        }

        boolean admits(long high, long low, int protocol, int port) {
            return notBelow(high, low, fromHigh, fromLow)
                    && notBelow(toHigh, toLow, high, low)
                    && (this.protocol == 0 || this.protocol == protocol)
                    && port >= fromPort
                    && port <= toPort;
        }

        private static boolean notBelow(long high, long low, long otherHigh, long otherLow) {
            return high == otherHigh
                    ? Long.compareUnsigned(low, otherLow) >= 0
                    : Long.compareUnsigned(high, otherHigh) > 0;
        }
    }
}
