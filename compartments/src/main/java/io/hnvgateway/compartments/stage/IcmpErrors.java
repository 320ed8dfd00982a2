package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import org.jspecify.annotations.Nullable;

/// The errors that a router owes a sender (RFC 1812 §4.3, §5.2.7; RFC 4443 §2.4, §3), from the
/// gateway's address that faces it, with as much of the packet as fits 576 bytes, of IPv6 1280, in
/// the form in which it arrived.
///
/// Limited for each compartment. Owner: the worker.
public final class IcmpErrors {
    // Why a destination is unreachable, as ICMP numbers it; ICMPv6 has numbers of its own.
    public static final int NET_UNREACHABLE = 0;
    public static final int HOST_UNREACHABLE = 1;
    public static final int PORT_UNREACHABLE = 3;
    public static final int ADMINISTRATIVELY_PROHIBITED = 13;

    private static final int FRAGMENTATION_NEEDED = 4;
    private static final int MAX_IPV4_BYTES = 576;

    /// The least MTU of IPv6 (RFC 4443 §2.4 (c)).
    private static final int MAX_IPV6_BYTES = Ipv6Header.LEAST_MTU_BYTES;

    private final WorkerContext context;
    private final Answers answers;

    public IcmpErrors(WorkerContext context, Answers answers) {
        this.context = context;
        this.answers = answers;
    }

    /// Tells the sender that the destination is unreachable.
    ///
    /// @param code one of the constants here, whatever the family
    public void unreachable(Packet p, int code) {
        if (p.ipv6) {
            send(p, Icmpv6Header.DESTINATION_UNREACHABLE << 8 | ipv6Code(code), 0);
        } else {
            send(p, IcmpHeader.DESTINATION_UNREACHABLE << 8 | code, 0);
        }
    }

    /// RFC 4443 §3.1.
    private static int ipv6Code(int code) {
        return switch (code) {
            case HOST_UNREACHABLE -> 3;
            case PORT_UNREACHABLE -> 4;
            case ADMINISTRATIVELY_PROHIBITED -> 1;
            default -> 0;
        };
    }

    /// The packet does not fit a link of `mtuBytes` (RFC 1191 §4, RFC 8201 §4).
    public void tooBig(Packet p, int mtuBytes) {
        int type =
                p.ipv6
                        ? Icmpv6Header.PACKET_TOO_BIG << 8
                        : IcmpHeader.DESTINATION_UNREACHABLE << 8 | FRAGMENTATION_NEEDED;
        send(p, type, mtuBytes);
    }

    public void timeExceeded(Packet p) {
        send(p, (p.ipv6 ? Icmpv6Header.TIME_EXCEEDED : IcmpHeader.TIME_EXCEEDED) << 8, 0);
    }

    private void send(Packet p, int typeAndCode, int rest) {
        if (!mayAnswer(p)) {
            return;
        }
        int adjacency = answers.wayBack(p);
        IpAddress source = sourceFacing(p);
        if (adjacency == 0 || source == null) {
            return;
        }
        CompartmentState state = context.state(p.compartment);
        if (!state.icmpErrors().tryTake(context.nowNs())) {
            state.counters().add(Total.ICMP_ERRORS_SUPPRESSED, 1);
            return;
        }
        int quoted = quotedBytes(p);
        long icmp = answers.begin(p, IcmpHeader.BYTES + quoted);
        if (icmp != 0) {
            Memory.put32(icmp, typeAndCode << 16);
            Memory.put32(icmp + 4, rest);
            Memory.copy(p.ip, icmp + IcmpHeader.BYTES, quoted);
            answers.send(p, source.high(), source.low(), adjacency);
        }
    }

    private static int quotedBytes(Packet p) {
        int most =
                p.ipv6
                        ? MAX_IPV6_BYTES - Ipv6Header.BYTES - Icmpv6Header.BYTES
                        : MAX_IPV4_BYTES - Ipv4Header.BYTES - IcmpHeader.BYTES;
        return Math.min(p.ipTotalBytes, most);
    }

    /// RFC 1812 §4.3.2.7, RFC 4443 §2.4 (e): no error about an error, a later fragment, or a packet
    /// that names no single sender.
    ///
    /// RFC departure: none about a packet too big for a multicast group either; the gateway routes
    /// no multicast.
    private static boolean mayAnswer(Packet p) {
        return !mayBeError(p)
                && p.fragmentOffset == 0
                && AddressRules.isUnicast(p.sourceHigh(), p.sourceLow())
                && !AddressRules.isMulticastOrBroadcast(p.destinationHigh(), p.destinationLow());
    }

    /// Of ICMP all but queries, known or not: what is not known may be an error. Of ICMPv6 the type
    /// tells, but a redirect is to be treated as an error.
    private static boolean mayBeError(Packet p) {
        if (p.protocol != (p.ipv6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP) || p.transport == 0) {
            return false;
        }
        int type = IcmpHeader.type(p.transport);
        return p.ipv6
                ? Icmpv6Header.isError(type) || type == Icmpv6Header.REDIRECT
                : !IcmpHeader.isQuery(type);
    }

    private @Nullable IpAddress sourceFacing(Packet p) {
        if (!p.overlay && p.tunnel == 0) {
            return context.snapshot().frontEnd().portAddress(p.port, p.ipv6);
        }
        Compartment compartment = context.snapshot().compartment(p.compartment);
        return compartment == null
                ? null
                : compartment.topology().interfaces().addressFacing(p.vsid, p.ipv6);
    }
}
