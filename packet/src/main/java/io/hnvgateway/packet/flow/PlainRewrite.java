package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;

/// Changes a plain IPv4 packet as an action says, to the same bytes as [Rewrite]: one hop less,
/// address, port, identification, checksums. Each header word is read once and written once, and
/// the deltas of a checksum are added up before they are applied (RFC 1624 eqn. 3 is a sum).
///
/// Remembers what of the packet the entropy of its flow is made of. Owner: one worker.
final class PlainRewrite {
    /// Checksum delta of one hop less: the TTL is the high byte of its word.
    private static final int HOP_DELTA = 0xfeff;

    private static final int CHANGES = FlowAction.REWRITE_SOURCE | FlowAction.REWRITE_DESTINATION;

    private int source;
    private int destination;
    private int ports;
    private int protocol;

    void run(HitCandidates c, int i, IpIdentifications identifications) {
        FlowAction a = c.actions[i];
        long ip = c.ip[i];
        long second = Memory.u64(ip + 8);
        long third = Long.reverseBytes(c.word1[i]);
        protocol = HitCandidates.protocol(c.facts[i]);
        source = (int) second;
        destination = (int) (third >>> 32);
        ports = (int) third;
        int delta = HOP_DELTA;
        if ((a.action & CHANGES) != 0) {
            addressAndPort(ip, a);
            delta += a.ipDelta;
        }
        if (a.hasFlag(FlowAction.NEW_IDENTIFICATION)) {
            delta += identification(ip, identifications);
        }
        writeSecond(ip, second, delta);
    }

    /// TTL, protocol, checksum and source.
    private void writeSecond(long ip, long before, int delta) {
        int checksum = Checksum.apply((int) (before >>> 32) & 0xffff, delta);
        long ttlAndProtocol = (before >>> 48) - 0x100;
        Memory.put64(
                ip + 8,
                ttlAndProtocol << 48 | (long) checksum << 32 | Integer.toUnsignedLong(source));
    }

    private void addressAndPort(long ip, FlowAction a) {
        boolean ofSource = a.has(FlowAction.REWRITE_SOURCE);
        if (ofSource) {
            source = a.newAddress;
        } else {
            destination = a.newAddress;
            Memory.put32(ip + 16, destination);
        }
        long transport = ip + Ipv4Header.BYTES;
        if (protocol == IpProtocol.ICMP) {
            ports = a.newPort << 16;
            icmp(transport, a);
        } else {
            ports =
                    ofSource
                            ? (a.newPort << 16) | (ports & 0xffff)
                            : (ports & 0xffff_0000) | a.newPort;
            if (protocol == IpProtocol.UDP) {
                udp(transport, a.ipDelta + a.transportDelta);
            } else {
                tcp(transport, a.ipDelta + a.transportDelta);
            }
        }
    }

    private void udp(long udp, int delta) {
        int rest = Memory.u32(udp + 4);
        int checksum = Checksum.applyUdp(rest & 0xffff, delta);
        Memory.put64(udp, (long) ports << 32 | (rest & 0xffff_0000L) | checksum);
    }

    private void tcp(long tcp, int delta) {
        Memory.put32(tcp, ports);
        Memory.put16(tcp + 16, Checksum.apply(Memory.u16(tcp + 16), delta));
    }

    /// No pseudo header in ICMP: the identifier alone counts (RFC 5508 §3.1).
    private static void icmp(long icmp, FlowAction a) {
        Memory.put16(icmp + 2, Checksum.apply(Memory.u16(icmp + 2), a.transportDelta));
        Memory.put16(icmp + 4, a.newPort);
    }

    /// As [Rewrite#identification]; the checksum's delta.
    private static int identification(long ip, IpIdentifications identifications) {
        int word = Memory.u32(ip + 4);
        if ((word & Ipv4Header.DONT_FRAGMENT) != 0) {
            return 0;
        }
        int identification = identifications.next();
        Memory.put16(ip + 4, identification);
        return Checksum.delta16(word >>> 16, identification);
    }

    /// [FlowEntropy#of] the packet as it is now.
    int entropy() {
        return source ^ destination ^ protocol ^ ports;
    }
}
