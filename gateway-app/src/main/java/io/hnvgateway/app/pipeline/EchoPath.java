package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.compartments.stage.Answers;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;

/// Asks VMs by ICMP echo (RFC 792, RFC 4443 §4) over the way that all packets to them take, and
/// takes their answers. One that leads into a tunnel is not asked. Owner: the worker.
final class EchoPath {
    private final WorkerContext context;
    private final PuntPath ways;
    private final Echoes echoes;
    private final Packet own = new Packet();

    EchoPath(WorkerContext context, PuntPath ways, Echoes echoes) {
        this.context = context;
        this.ways = ways;
        this.echoes = echoes;
    }

    /// Sends a question; a host whose MAC address is not known yet is asked for it instead, and the
    /// question is to be sent again.
    ///
    /// @return whether it left
    boolean ask(Echo echo) {
        long frame = context.frames().allocate();
        if (frame == 0) {
            return false;
        }
        long ip = frame + FramePool.HEADROOM_BYTES;
        own.reset(PuntPath.LINK, ip, write(ip, echo), context.nowNs());
        own.ip = ip;
        own.compartment = echo.compartment();
        if (TunnelIngress.parse(own) != Verdict.DROP && ways.toVm(own) == Verdict.FORWARD) {
            context.counters(echo.compartment()).add(Total.MADE_FRAMES, 1);
            return true;
        }
        context.frames().free(own.receivedAddress);
        return false;
    }

    private static int write(long ip, Echo echo) {
        IpAddress from = echo.own();
        IpAddress to = echo.vm();
        boolean ipv6 = !from.isIpv4();
        int header = ipv6 ? Ipv6Header.BYTES : Ipv4Header.BYTES;
        int bytes = IcmpHeader.BYTES + Echo.TOKEN_BYTES;
        long icmp = ip + header;
        Memory.zero(icmp, bytes);
        Memory.put8(icmp, ipv6 ? Icmpv6Header.ECHO_REQUEST : IcmpHeader.ECHO_REQUEST);
        Memory.put16(icmp + 4, echo.identifier());
        Memory.put64(icmp + IcmpHeader.BYTES, echo.token());
        if (ipv6) {
            Ipv6Header.write(ip, bytes, IpProtocol.ICMPV6, Answers.TTL);
            Ipv6Header.source(ip, from.high(), from.low());
            Ipv6Header.destination(ip, to.high(), to.low());
            Icmpv6Header.updateChecksum(ip, icmp, bytes);
        } else {
            Ipv4Header.write(
                    ip,
                    header + bytes,
                    Ipv4Header.DONT_FRAGMENT,
                    Answers.TTL << 8 | IpProtocol.ICMP,
                    Ipv4Header.addresses(from.ipv4Bits(), to.ipv4Bits()));
            IcmpHeader.checksum(icmp, Checksum.finish(Checksum.sum(icmp, bytes)));
        }
        return header + bytes;
    }

    /// Takes a packet for an address of the gateway in the packet's compartment.
    ///
    /// @return CONTINUE when it answers no question
    Verdict fromVm(Packet p) {
        return isReply(p) && echoes.take(p, context.nowNs()) ? Verdict.CONSUME : Verdict.CONTINUE;
    }

    private static boolean isReply(Packet p) {
        return !p.isFragment()
                && IcmpMessages.isMessage(p)
                && IcmpHeader.type(p.transport)
                        == (p.ipv6 ? Icmpv6Header.ECHO_REPLY : IcmpHeader.ECHO_REPLY);
    }
}
