package io.hnvgateway.compartments.stage;

import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;

/// Packets for the gateway's own addresses: ping is answered (RFC 1812 §4.3.3.6), UDP gets "port
/// unreachable" so that traceroute to the gateway ends, the rest is dropped.
///
/// Owner: the worker.
public final class LocalStage {
    private final WorkerContext context;
    private final Answers answers;
    private final IcmpErrors errors;

    public LocalStage(WorkerContext context, Answers answers, IcmpErrors errors) {
        this.context = context;
        this.answers = answers;
        this.errors = errors;
    }

    /// Ends a packet that is for the gateway; its compartment and sender are known.
    public Verdict receive(Packet p) {
        if (isEchoRequest(p)) {
            return echo(p);
        }
        if (p.protocol == IpProtocol.UDP) {
            errors.unreachable(p, IcmpErrors.PORT_UNREACHABLE);
        }
        return p.drop(DropReason.LOCAL_UNSUPPORTED);
    }

    /// An unfragmented echo request.
    public static boolean isEchoRequest(Packet p) {
        return p.protocol == IpProtocol.ICMP
                && !p.isFragment()
                && p.transport != 0
                && IcmpHeader.type(p.transport) == IcmpHeader.ECHO_REQUEST;
    }

    private Verdict echo(Packet p) {
        int adjacency = answers.wayBack(p);
        if (Checksum.fold(Checksum.sum(p.transport, p.ipPayloadBytes())) != 0xffff) {
            return p.drop(DropReason.BAD_ICMP_CHECKSUM);
        }
        if (adjacency == 0) {
            return p.drop(DropReason.LOCAL_UNSUPPORTED);
        }
        if (!context.state(p.compartment).answers().tryTake(context.nowNs())) {
            return p.drop(DropReason.ANSWER_LIMIT);
        }
        int bytes = p.ipPayloadBytes();
        long ip = answers.begin(p, Ipv4Header.BYTES + bytes);
        if (ip == 0) {
            return p.drop(DropReason.NO_FRAME);
        }
        long icmp = ip + Ipv4Header.BYTES;
        Memory.copy(p.transport, icmp, bytes);
        Memory.put8(icmp, IcmpHeader.ECHO_REPLY);
        int delta = Checksum.delta16(IcmpHeader.ECHO_REQUEST << 8, IcmpHeader.ECHO_REPLY << 8);
        IcmpHeader.checksum(icmp, Checksum.apply(IcmpHeader.checksum(icmp), delta));
        answers.identifier(p.sourcePort);
        answers.send(/* source= */ p.destination, /* destination= */ p.source, adjacency);
        return Verdict.CONSUME;
    }
}
