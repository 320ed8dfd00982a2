package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;

/// Changes a plain IPv4 packet as an action says, to the same bytes as [Rewrite]: one hop less,
/// address, port, identification, checksums. Each header word is read once and written once, and
/// the deltas of a checksum are added up before they are applied (RFC 1624 eqn. 3 is a sum).
///
/// Owner: one worker.
final class PlainRewrite {
    /// Checksum delta of one hop less: the TTL is the high byte of its word.
    private static final int HOP_DELTA = 0xfeff;

    private static final int CHANGES = FlowAction.REWRITE_SOURCE | FlowAction.REWRITE_DESTINATION;

    private int source;
    private int destination;
    private int ports;
    private int protocol;

    /// @param hit a [HitRecord]
    /// @return [FlowEntropy#of] the packet as it is then
    int run(long hit, IpIdentifications identifications) {
        long ip = HitRecord.ip(hit);
        long second = Memory.u64(ip + 8);
        long third = Memory.u64(hit + HitRecord.WORD1);
        protocol = HitRecord.protocol(hit);
        source = (int) second;
        destination = (int) (third >>> 32);
        ports = (int) third;
        int delta = HOP_DELTA;
        int action = HitRecord.action(hit);
        if ((action & CHANGES) != 0) {
            addressAndPort(hit, ip, (action & FlowAction.REWRITE_SOURCE) != 0);
            delta += HitRecord.ipDelta(hit);
        }
        if ((HitRecord.flags(hit) & FlowAction.NEW_IDENTIFICATION) != 0) {
            delta += identification(ip, identifications);
        }
        writeSecond(ip, second, delta);
        return source ^ destination ^ protocol ^ ports;
    }

    /// TTL, protocol, checksum and source.
    private void writeSecond(long ip, long before, int delta) {
        int checksum = Checksum.apply((int) (before >>> 32) & 0xffff, delta);
        long ttlAndProtocol = (before >>> 48) - 0x100;
        Memory.put64(
                ip + 8,
                ttlAndProtocol << 48 | (long) checksum << 32 | Integer.toUnsignedLong(source));
    }

    private void addressAndPort(long hit, long ip, boolean ofSource) {
        int newPort = HitRecord.newPort(hit);
        if (ofSource) {
            source = HitRecord.newAddress(hit);
        } else {
            destination = HitRecord.newAddress(hit);
            Memory.put32(ip + 16, destination);
        }
        long transport = ip + Ipv4Header.BYTES;
        int portDelta = HitRecord.transportDelta(hit);
        if (protocol == IpProtocol.ICMP) {
            ports = newPort << 16;
            icmp(transport, newPort, portDelta);
            return;
        }
        ports = ofSource ? (newPort << 16) | (ports & 0xffff) : (ports & 0xffff_0000) | newPort;
        if (protocol == IpProtocol.UDP) {
            udp(transport, HitRecord.ipDelta(hit) + portDelta);
        } else {
            tcp(transport, HitRecord.ipDelta(hit) + portDelta);
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
    private static void icmp(long icmp, int identifier, int delta) {
        Memory.put16(icmp + 2, Checksum.apply(Memory.u16(icmp + 2), delta));
        Memory.put16(icmp + 4, identifier);
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
}
