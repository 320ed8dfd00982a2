package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.TokenBucket;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.FrameTransmitter;
import io.hnvgateway.packet.GreHeader;
import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Extensions;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import java.util.Arrays;

/// UNREACHABLE, which the gateway sends to a host that sent it something for which it has no policy
/// (MS-NVGREE §3.1.5.4): it goes back the way the packet came, over the same link, to the MAC
/// address that brought it.
///
/// Only announced provider addresses are answered, never a control message or another ICMP error,
/// and few packets a second, in all and for each sender. Owner: the worker.
public final class ControlMessages {
    private static final int MOST_PER_SECOND = 100;
    private static final int MOST_AT_ONCE = 50;
    private static final int SENDER_PER_SECOND = 5;
    private static final int SENDER_AT_ONCE = 5;

    /// Senders share a budget when their addresses fall together.
    private static final int SENDER_BUDGETS = 256;

    /// Longest inner packet, so that no provider network finds the message too long.
    private static final int MAX_INNER_BYTES = 576;

    private static final int HOP_LIMIT = 128;

    private final WorkerContext context;
    private final FrameTransmitter transmitter;
    private final boolean enabled;
    private final TokenBucket all = new TokenBucket(MOST_PER_SECOND, MOST_AT_ONCE);
    private final TokenBucket[] senders = new TokenBucket[SENDER_BUDGETS];

    /// Builds the sender.
    ///
    /// @param enabled false: nothing is ever sent
    public ControlMessages(WorkerContext context, FrameTransmitter transmitter, boolean enabled) {
        this.context = context;
        this.transmitter = transmitter;
        this.enabled = enabled;
        Arrays.setAll(senders, _ -> new TokenBucket(SENDER_PER_SECOND, SENDER_AT_ONCE));
    }

    /// Tells the host that sent an NVGRE packet that there is no policy for it.
    ///
    /// @param p decapsulated, or with the outer IP header as its current one; unchanged as it came
    public void unreachable(Packet p) {
        long gre = p.overlay ? p.address - GreHeader.NVGRE_BYTES : p.ip + p.ipHeaderBytes;
        int greBytes = (int) (p.end() - gre);
        boolean nvgre = isNvgre(p, gre, greBytes);
        if (enabled && nvgre && mayAnswer(p, gre, greBytes) && hasBudget(p)) {
            send(p, gre, greBytes);
        }
    }

    private static boolean isNvgre(Packet p, long gre, int greBytes) {
        return gre > p.receivedAddress
                && greBytes >= GreHeader.NVGRE_BYTES + EthernetHeader.BYTES
                && GreHeader.isNvgre(gre);
    }

    private boolean mayAnswer(Packet p, long gre, int greBytes) {
        ForwardingSnapshot snapshot = context.snapshot();
        return snapshot.provider().isAnnounced(hostHigh(p), hostLow(p))
                && snapshot.provider().owns(ownHigh(p), ownLow(p))
                && !MacAddress.isGroup(EthernetHeader.destination(p.receivedAddress))
                && !isInnerError(gre + GreHeader.NVGRE_BYTES, greBytes - GreHeader.NVGRE_BYTES);
    }

    private boolean hasBudget(Packet p) {
        long mixed = (hostHigh(p) ^ hostLow(p)) * 0x9E3779B97F4A7C15L;
        TokenBucket sender = senders[(int) (mixed >>> 56)];
        return sender.tryTake(context.nowNs()) && all.tryTake(context.nowNs());
    }

    /// An ICMP message that is no query, or that cannot be told.
    private static boolean isInnerError(long ethernet, int bytes) {
        long ip = ethernet + EthernetHeader.BYTES;
        int ipBytes = bytes - EthernetHeader.BYTES;
        return switch (EthernetHeader.type(ethernet)) {
            case EthernetHeader.TYPE_IPV4 -> isIpv4Error(ip, ipBytes);
            case EthernetHeader.TYPE_IPV6 -> isIpv6Error(ip, ipBytes);
            default -> true; // nothing but IP has a policy
        };
    }

    private static boolean isIpv4Error(long ip, int bytes) {
        if (bytes < Ipv4Header.BYTES || Ipv4Header.version(ip) != 4) {
            return true;
        }
        int headerBytes = Ipv4Header.headerBytes(ip);
        if (headerBytes < Ipv4Header.BYTES || bytes <= headerBytes) {
            return true;
        }
        return Ipv4Header.protocol(ip) == IpProtocol.ICMP
                && !IcmpHeader.isQuery(IcmpHeader.type(ip + headerBytes));
    }

    private static boolean isIpv6Error(long ip, int bytes) {
        if (bytes < Ipv6Header.BYTES || Ipv6Header.version(ip) != 6) {
            return true;
        }
        long walked = Ipv6Extensions.walk(ip, bytes);
        if (walked == Ipv6Extensions.MALFORMED || Ipv6Extensions.upperLayerAt(walked) >= bytes) {
            return true;
        }
        return Ipv6Extensions.protocol(walked) == IpProtocol.ICMPV6
                && !Icmpv6Header.isQuery(
                        Icmpv6Header.type(ip + Ipv6Extensions.upperLayerAt(walked)));
    }

    private static long hostHigh(Packet p) {
        return p.overlay ? p.providerSourceHigh : p.sourceHigh();
    }

    private static long hostLow(Packet p) {
        return p.overlay ? p.providerSourceLow : p.sourceLow();
    }

    private static long ownHigh(Packet p) {
        return p.overlay ? p.providerDestinationHigh : p.destinationHigh();
    }

    private static long ownLow(Packet p) {
        return p.overlay ? p.providerDestinationLow : p.destinationLow();
    }

    private void send(Packet p, long gre, int greBytes) {
        long frame = context.frames().allocate();
        if (frame == 0) {
            return;
        }
        boolean ipv6 = !IpAddress.isIpv4(hostHigh(p), hostLow(p));
        int ipBytes = ipv6 ? Ipv6Header.BYTES : Ipv4Header.BYTES;
        int quotedBytes = Math.min(greBytes, MAX_INNER_BYTES - ipBytes - IcmpHeader.BYTES);
        int icmpBytes = IcmpHeader.BYTES + quotedBytes;
        long ethernet = frame + FramePool.HEADROOM_BYTES;
        long outer = ethernet + LinkHeader.bytes(p);
        long innerEthernet = outer + ipBytes + GreHeader.NVGRE_BYTES;
        long inner = innerEthernet + EthernetHeader.BYTES;
        long icmp = inner + ipBytes;
        int type = ipv6 ? EthernetHeader.TYPE_IPV6 : EthernetHeader.TYPE_IPV4;
        long own = EthernetHeader.destination(p.receivedAddress);

        LinkHeader.write(ethernet, p, LinkHeader.sender(p), own, type);
        writeIp(outer, p, ipv6, IpProtocol.GRE, (int) (icmp - outer) - ipBytes + icmpBytes);
        GreHeader.writeNvgre(outer + ipBytes, GreHeader.vsid(gre), 0);
        EthernetHeader.write(innerEthernet, LinkHeader.sender(p), own, type);
        writeIp(inner, p, ipv6, ipv6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP, icmpBytes);
        Memory.copy(gre, icmp + IcmpHeader.BYTES, quotedBytes);
        writeIcmp(inner, icmp, ipv6, icmpBytes);
        transmit(p, ethernet, (int) (icmp - ethernet) + icmpBytes);
    }

    /// From the provider address that the packet was sent to, to the one that it came from.
    private static void writeIp(long ip, Packet p, boolean ipv6, int protocol, int payloadBytes) {
        if (ipv6) {
            Ipv6Header.write(ip, payloadBytes, protocol, HOP_LIMIT);
            Ipv6Header.source(ip, ownHigh(p), ownLow(p));
            Ipv6Header.destination(ip, hostHigh(p), hostLow(p));
        } else {
            Ipv4Header.write(
                    ip,
                    Ipv4Header.BYTES + payloadBytes,
                    Ipv4Header.DONT_FRAGMENT,
                    HOP_LIMIT << 8 | protocol,
                    Ipv4Header.addresses((int) ownLow(p), (int) hostLow(p)));
        }
    }

    private static void writeIcmp(long ip, long icmp, boolean ipv6, int bytes) {
        Memory.put32(icmp + 4, 0);
        if (ipv6) {
            Memory.put32(
                    icmp,
                    Icmpv6Header.DESTINATION_UNREACHABLE << 24
                            | ControlFormat.UNREACHABLE6_CODE << 16);
            Icmpv6Header.updateChecksum(ip, icmp, bytes);
        } else {
            Memory.put32(
                    icmp,
                    IcmpHeader.DESTINATION_UNREACHABLE << 24
                            | ControlFormat.UNREACHABLE_CODE << 16);
            IcmpHeader.checksum(icmp, Checksum.finish(Checksum.sum(icmp, bytes)));
        }
    }

    private void transmit(Packet p, long ethernet, int bytes) {
        if (transmitter.transmit(p.port, ethernet, bytes)) {
            context.counters(0).add(Total.MADE_FRAMES, 1);
        } else {
            context.frames().free(ethernet);
        }
    }
}
