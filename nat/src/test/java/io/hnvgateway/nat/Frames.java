package io.hnvgateway.nat;

import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Builds packets byte by byte and verifies every checksum of what came out, in full.
final class Frames {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;

    private static final int BYTES = 2048;
    private final MemorySegment memory = Arena.global().allocate(BYTES, 64);

    Frames() {
        Memory.register(memory);
    }

    long base() {
        return memory.address();
    }

    Packet udp(int source, int sourcePort, int destination, int destinationPort) {
        return udp(source, sourcePort, destination, destinationPort, true);
    }

    Packet udp(int source, int sourcePort, int destination, int destinationPort, boolean checksum) {
        long udp = base() + 20;
        int bytes = 13;
        Memory.put16(udp, sourcePort);
        Memory.put16(udp + 2, destinationPort);
        Memory.put16(udp + 4, bytes);
        Memory.put16(udp + 6, 0);
        for (int i = 8; i < bytes; i++) {
            Memory.put8(udp + i, 0x30 + i);
        }
        header(IpProtocol.UDP, bytes, source, destination);
        if (checksum) {
            int sum = transportSum(base());
            Memory.put16(udp + 6, sum == 0 ? 0xffff : sum);
        }
        return parse(20 + bytes);
    }

    /// With sequence number 1000 and acknowledgement 2000.
    Packet tcp(int source, int sourcePort, int destination, int destinationPort, int flags) {
        long tcp = base() + 20;
        Memory.zero(tcp, 24);
        Memory.put16(tcp, sourcePort);
        Memory.put16(tcp + 2, destinationPort);
        Memory.put32(tcp + 4, 1000);
        Memory.put32(tcp + 8, 2000);
        Memory.put8(tcp + 12, 0x50);
        Memory.put8(tcp + 13, flags);
        Memory.put16(tcp + 14, 8192);
        header(IpProtocol.TCP, 24, source, destination);
        Memory.put16(tcp + 16, transportSum(base()));
        return parse(44);
    }

    /// Gives a TCP packet other numbers.
    Packet numbered(Packet p, int sequence, int acknowledgment) {
        Memory.put32(p.transport + 4, sequence);
        Memory.put32(p.transport + 8, acknowledgment);
        Memory.put16(p.transport + 16, 0);
        Memory.put16(p.transport + 16, transportSum(base()));
        return p;
    }

    Packet icmpQuery(int type, int source, int destination, int identifier) {
        long icmp = base() + 20;
        Memory.zero(icmp, 24);
        Memory.put8(icmp, type);
        Memory.put16(icmp + 4, identifier);
        Memory.put16(icmp + 6, 7);
        Memory.put64(icmp + 8, 0x0102_0304_0506_0708L);
        header(IpProtocol.ICMP, 24, source, destination);
        Memory.put16(icmp + 2, Checksum.finish(Checksum.sum(icmp, 24)));
        return parse(44);
    }

    /// A packet of a protocol without ports.
    Packet other(int protocol, int source, int destination) {
        Memory.zero(base() + 20, 16);
        header(protocol, 16, source, destination);
        return parse(36);
    }

    /// An ICMP error about the first `embeddedBytes` of a packet given as bytes.
    Packet error(int type, int code, int source, int destination, byte[] about) {
        long icmp = base() + 20;
        Memory.zero(icmp, 8);
        Memory.put8(icmp, type);
        Memory.put8(icmp + 1, code);
        for (int i = 0; i < about.length; i++) {
            Memory.put8(icmp + 8 + i, about[i]);
        }
        int bytes = 8 + about.length;
        header(IpProtocol.ICMP, bytes, source, destination);
        Memory.put16(icmp + 2, Checksum.finish(Checksum.sum(icmp, bytes)));
        return parse(20 + bytes);
    }

    /// The first bytes of the packet, as a router would embed them.
    static byte[] copy(Packet p, int bytes) {
        byte[] copy = new byte[Math.min(bytes, p.ipTotalBytes)];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = (byte) Memory.u8(p.ip + i);
        }
        return copy;
    }

    private void header(int protocol, int payloadBytes, int source, int destination) {
        Ipv4Header.write(
                base(),
                20 + payloadBytes,
                0x1234_0000,
                64 << 8 | protocol,
                Ipv4Header.addresses(source, destination));
    }

    /// Parses what lies at the base.
    Packet parse(int bytes) {
        var p = new Packet();
        p.reset(0, base(), bytes, 0);
        if (Ipv4Parser.parse(p, base(), base() + bytes) != Verdict.CONTINUE
                || TransportParser.parse(p) != Verdict.CONTINUE) {
            throw new AssertionError("test packet does not parse: " + p.dropReason);
        }
        return p;
    }

    /// Fails when a checksum of the packet, or of a whole packet embedded in an ICMP error, is
    /// wrong.
    static void verifyChecksums(Packet p) {
        verifyHeader(p.ip);
        long transport = p.ip + p.ipHeaderBytes;
        if (p.protocol == IpProtocol.ICMP) {
            int sum = Checksum.fold(Checksum.sum(transport, p.ipPayloadBytes()));
            check(sum == 0xffff, "ICMP checksum");
        } else if (p.protocol == IpProtocol.TCP) {
            check(transportSum(p.ip) == 0, "TCP checksum");
        } else if (p.protocol == IpProtocol.UDP && Memory.u16(transport + 6) != 0) {
            check(transportSum(p.ip) == 0, "UDP checksum");
        }
    }

    /// Verifies the packet inside of an ICMP error, which must be whole.
    static void verifyEmbedded(Packet error) {
        long ip = error.transport + 8;
        verifyHeader(ip);
        int protocol = Ipv4Header.protocol(ip);
        long transport = ip + Ipv4Header.headerBytes(ip);
        int bytes = Ipv4Header.totalBytes(ip) - Ipv4Header.headerBytes(ip);
        if (protocol == IpProtocol.ICMP) {
            check(Checksum.fold(Checksum.sum(transport, bytes)) == 0xffff, "embedded ICMP");
        } else if (protocol == IpProtocol.TCP || Memory.u16(transport + 6) != 0) {
            check(transportSum(ip) == 0, "embedded transport checksum");
        }
    }

    private static void verifyHeader(long ip) {
        check(Ipv4Header.checksumValid(ip, Ipv4Header.headerBytes(ip)), "IP checksum");
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what + " is wrong");
        }
    }

    /// The transport checksum over pseudo header and all, 0 when the one that is there is right.
    private static int transportSum(long ip) {
        int headerBytes = Ipv4Header.headerBytes(ip);
        int bytes = Ipv4Header.totalBytes(ip) - headerBytes;
        long pseudo =
                Checksum.pseudoHeader(
                        Ipv4Header.source(ip),
                        Ipv4Header.destination(ip),
                        Ipv4Header.protocol(ip),
                        bytes);
        return Checksum.finish(pseudo + Checksum.sum(ip + headerBytes, bytes));
    }
}
