package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import org.jspecify.annotations.Nullable;

/// The errors that a router owes a sender (RFC 1812 §4.3, §5.2.7), from the gateway's address that
/// faces it, with as much of the packet as fits 576 bytes, in the form in which it arrived.
///
/// Limited for each compartment. Owner: the worker.
public final class IcmpErrors {
    public static final int NET_UNREACHABLE = 0;
    public static final int HOST_UNREACHABLE = 1;
    public static final int PORT_UNREACHABLE = 3;
    public static final int FRAGMENTATION_NEEDED = 4;
    public static final int ADMINISTRATIVELY_PROHIBITED = 13;

    private static final int MAX_BYTES = 576;

    private final WorkerContext context;
    private final Answers answers;

    public IcmpErrors(WorkerContext context, Answers answers) {
        this.context = context;
        this.answers = answers;
    }

    /// Tells the sender that the destination is unreachable.
    public void unreachable(Packet p, int code) {
        send(p, IcmpHeader.DESTINATION_UNREACHABLE << 8 | code, 0);
    }

    /// RFC 1191 §4: the packet does not fit a link of `mtuBytes`.
    public void fragmentationNeeded(Packet p, int mtuBytes) {
        send(p, IcmpHeader.DESTINATION_UNREACHABLE << 8 | FRAGMENTATION_NEEDED, mtuBytes);
    }

    public void timeExceeded(Packet p) {
        send(p, IcmpHeader.TIME_EXCEEDED << 8, 0);
    }

    private void send(Packet p, int typeAndCode, int rest) {
        if (!mayAnswer(p)) {
            return;
        }
        int adjacency = answers.wayBack(p);
        int source = sourceFacing(p);
        if (adjacency == 0 || source == 0) {
            return;
        }
        CompartmentState state = context.state(p.compartment);
        if (!state.icmpErrors().tryTake(context.nowNs())) {
            state.counters().add(Total.ICMP_ERRORS_SUPPRESSED, 1);
            return;
        }
        int quoted = Math.min(p.ipTotalBytes, MAX_BYTES - Ipv4Header.BYTES - IcmpHeader.BYTES);
        long ip = answers.begin(p, Ipv4Header.BYTES + IcmpHeader.BYTES + quoted);
        if (ip != 0) {
            write(ip + Ipv4Header.BYTES, p, typeAndCode << 16, rest);
            answers.send(source, p.source, adjacency);
        }
    }

    private static void write(long icmp, Packet p, int typeCodeChecksum, int rest) {
        int quoted = Math.min(p.ipTotalBytes, MAX_BYTES - Ipv4Header.BYTES - IcmpHeader.BYTES);
        Memory.put32(icmp, typeCodeChecksum);
        Memory.put32(icmp + 4, rest);
        Memory.copy(p.ip, icmp + IcmpHeader.BYTES, quoted);
        IcmpHeader.checksum(icmp, Checksum.finish(Checksum.sum(icmp, IcmpHeader.BYTES + quoted)));
    }

    /// RFC 1812 §4.3.2.7: no error about an error, a later fragment, or a packet that names no
    /// single sender.
    private static boolean mayAnswer(Packet p) {
        boolean aboutError =
                p.protocol == IpProtocol.ICMP
                        && p.transport != 0
                        && !IcmpHeader.isQuery(IcmpHeader.type(p.transport));
        return !aboutError
                && p.fragmentOffset == 0
                && AddressRules.isUnicast(p.source)
                && !AddressRules.isMulticastOrBroadcast(p.destination);
    }

    private int sourceFacing(Packet p) {
        if (!p.overlay) {
            return bits(context.snapshot().frontEnd().portAddress(p.port, p.ipv6));
        }
        Compartment compartment = context.snapshot().compartment(p.compartment);
        return compartment == null
                ? 0
                : bits(compartment.topology().interfaces().addressFacing(p.vsid, p.ipv6));
    }

    private static int bits(@Nullable IpAddress address) {
        return address == null ? 0 : address.ipv4Bits();
    }
}
