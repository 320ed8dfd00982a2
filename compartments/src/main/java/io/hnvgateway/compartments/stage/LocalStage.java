package io.hnvgateway.compartments.stage;

import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;

/// Packets for the gateway's own addresses: ping is answered (RFC 1812 §4.3.3.6, RFC 4443 §4.2),
/// UDP gets "port unreachable" so that traceroute to the gateway ends, the rest is dropped.
///
/// RFC departure: fragments are not put together, so a ping that is larger than a link stays
/// unanswered (RFC 1812 §4.2.2.7); it has a reason of its own. Owner: the worker.
public final class LocalStage {
    private final WorkerContext context;
    private final Answers answers;
    private final IcmpErrors errors;
    private Service service = _ -> Verdict.CONTINUE;

    /// Speaks for the gateway's own addresses.
    @FunctionalInterface
    public interface Service {
        /// Ends a packet, or says CONTINUE when it is none of its own.
        Verdict receive(Packet p);
    }

    public LocalStage(WorkerContext context, Answers answers, IcmpErrors errors) {
        this.context = context;
        this.answers = answers;
        this.errors = errors;
    }

    /// From here on it is asked first. Called once, before the first packet.
    public void serve(Service first) {
        service = first;
    }

    /// Ends a packet that is for the gateway; its compartment and sender are known.
    public Verdict receive(Packet p) {
        Verdict served = service.receive(p);
        return served == Verdict.CONTINUE ? own(p) : served;
    }

    private Verdict own(Packet p) {
        if (isEchoRequest(p)) {
            return echo(p);
        }
        if (p.protocol == IpProtocol.UDP) {
            errors.unreachable(p, IcmpErrors.PORT_UNREACHABLE);
        }
        return p.drop(p.isFragment() ? DropReason.LOCAL_FRAGMENT : DropReason.LOCAL_UNSUPPORTED);
    }

    /// An unfragmented echo request.
    public static boolean isEchoRequest(Packet p) {
        return !p.isFragment() && IcmpMessages.isEchoRequest(p);
    }

    private Verdict echo(Packet p) {
        int bytes = p.ipPayloadBytes();
        if (!checksumValid(p, bytes)) {
            return p.drop(DropReason.BAD_ICMP_CHECKSUM);
        }
        int adjacency = answers.wayBack(p);
        if (adjacency == 0) {
            return p.drop(DropReason.LOCAL_UNSUPPORTED);
        }
        if (!context.state(p.compartment).answers().tryTake(context.nowNs())) {
            return p.drop(DropReason.ANSWER_LIMIT);
        }
        long icmp = answers.begin(p, bytes);
        if (icmp == 0) {
            return p.drop(DropReason.NO_FRAME);
        }
        Memory.copy(p.transport, icmp, bytes);
        Memory.put8(icmp, p.ipv6 ? Icmpv6Header.ECHO_REPLY : IcmpHeader.ECHO_REPLY);
        answers.send(
                p,
                /* sourceHigh= */ p.destinationHigh(),
                /* sourceLow= */ p.destinationLow(),
                adjacency);
        return Verdict.CONSUME;
    }

    private static boolean checksumValid(Packet p, int bytes) {
        return p.ipv6
                ? Icmpv6Header.checksumValid(p.ip, p.transport, bytes)
                : Checksum.fold(Checksum.sum(p.transport, bytes)) == 0xffff;
    }
}
