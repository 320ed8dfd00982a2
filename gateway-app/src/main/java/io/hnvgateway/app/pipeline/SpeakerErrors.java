package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.stage.Answers;
import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Port;

/// ICMP errors for the speakers about packets of theirs. Owner: the worker.
final class SpeakerErrors {
    private static final int FRAGMENTATION_NEEDED = 4;
    private static final int MAX_IPV4_BYTES = 576;
    private static final int MAX_IPV6_BYTES = Ipv6Header.LEAST_MTU_BYTES;

    private final FramePool frames;

    SpeakerErrors(FramePool frames) {
        this.frames = frames;
    }

    /// Whether an error is of a type that means something to who sent the quoted packet: others, as
    /// redirects, end at the gateway.
    static boolean concerns(Packet error) {
        int type = IcmpHeader.type(error.transport);
        return error.ipv6
                ? type >= Icmpv6Header.DESTINATION_UNREACHABLE
                        && type <= Icmpv6Header.PARAMETER_PROBLEM
                : type == IcmpHeader.DESTINATION_UNREACHABLE
                        || type == IcmpHeader.TIME_EXCEEDED
                        || type == IcmpHeader.PARAMETER_PROBLEM;
    }

    /// Tells the sender of a packet, in whose form it is, to send smaller ones.
    ///
    /// @return true when it left
    boolean tooBig(Packet p, int mtuBytes, Port to) {
        long frame = frames.allocate();
        if (frame == 0) {
            return false;
        }
        int headerBytes = p.ipv6 ? Ipv6Header.BYTES : Ipv4Header.BYTES;
        int most = (p.ipv6 ? MAX_IPV6_BYTES : MAX_IPV4_BYTES) - headerBytes - IcmpHeader.BYTES;
        int quotedBytes = Math.min(p.ipTotalBytes, most);
        long ip = frame + FramePool.HEADROOM_BYTES;
        long icmp = ip + headerBytes;
        int icmpBytes = IcmpHeader.BYTES + quotedBytes;
        Memory.put32(icmp, typeAndCode(p.ipv6) << 16);
        Memory.put32(icmp + 4, mtuBytes);
        Memory.copy(p.ip, icmp + IcmpHeader.BYTES, quotedBytes);
        if (p.ipv6) {
            Ipv6Header.write(ip, icmpBytes, IpProtocol.ICMPV6, Answers.TTL);
            Ipv6Header.source(ip, p.ipv6DestinationHigh, p.ipv6DestinationLow);
            Ipv6Header.destination(ip, p.ipv6SourceHigh, p.ipv6SourceLow);
            Icmpv6Header.updateChecksum(ip, icmp, icmpBytes);
        } else {
            Ipv4Header.write(
                    ip,
                    headerBytes + icmpBytes,
                    Ipv4Header.DONT_FRAGMENT,
                    Answers.TTL << 8 | IpProtocol.ICMP,
                    Ipv4Header.addresses(/* source= */ p.destination, /* destination= */ p.source));
            IcmpHeader.checksum(icmp, Checksum.finish(Checksum.sum(icmp, icmpBytes)));
        }
        long ethernet = ip - EthernetHeader.BYTES;
        EthernetHeader.write(ethernet, to.macAddress(), to.macAddress(), p.etherType);
        boolean sent = to.transmit(ethernet, EthernetHeader.BYTES + headerBytes + icmpBytes);
        if (!sent) {
            frames.free(frame);
        }
        return sent;
    }

    private static int typeAndCode(boolean ipv6) {
        return ipv6
                ? Icmpv6Header.PACKET_TOO_BIG << 8
                : IcmpHeader.DESTINATION_UNREACHABLE << 8 | FRAGMENTATION_NEEDED;
    }
}
