package io.hnvgateway.nat;

import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TcpHeader;
import io.hnvgateway.packet.UdpHeader;
import org.jspecify.annotations.Nullable;

/// The start of a packet that an ICMP error carries behind its header: read without trust, and
/// rewritten in place. A flyweight.
///
/// At least its IP header must be there. Its transport part is usually cut off (RFC 792: 8 bytes):
/// a checksum that lies within is adjusted, never verified (RFC 5508 REQ-3).
final class EmbeddedPacket {
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;

    /// Bytes of the transport header that hold ports or type and identifier.
    private static final int PORT_BYTES = 8;

    int source;
    int destination;
    int protocol;

    /// True when ports (or the identifier of a query) could be read.
    boolean hasPorts;

    int sourcePort;
    int destinationPort;

    private long ip;
    private long transport;
    private int transportBytes;

    /// Reads the packet inside of an ICMP error, and verifies the error's checksum and the inner
    /// header's.
    ///
    /// @return null, or why the error must be dropped
    @Nullable DropReason parse(Packet error) {
        if (!locate(error)) {
            return DropReason.BAD_TRANSPORT_HEADER;
        }
        if (Checksum.fold(Checksum.sum(error.transport, error.ipPayloadBytes())) != 0xffff) {
            return DropReason.BAD_ICMP_CHECKSUM;
        }
        if (!readHeader(quotedBytes(error))) {
            return DropReason.BAD_TRANSPORT_HEADER;
        }
        return Ipv4Header.checksumValid(ip, Ipv4Header.headerBytes(ip))
                ? null
                : DropReason.BAD_ICMP_CHECKSUM;
    }

    /// As [#parse], without a look at checksums: for finding out whose the error is.
    ///
    /// @return false when there is no IPv4 header to read
    boolean read(Packet error) {
        return locate(error) && readHeader(quotedBytes(error));
    }

    private boolean locate(Packet error) {
        ip = error.transport + IcmpHeader.BYTES;
        return error.transport != 0
                && !error.isFragment()
                && quotedBytes(error) >= Ipv4Header.BYTES;
    }

    private static int quotedBytes(Packet error) {
        return error.ipPayloadBytes() - IcmpHeader.BYTES;
    }

    private boolean readHeader(int bytes) {
        int headerBytes = Ipv4Header.headerBytes(ip);
        int totalBytes = Ipv4Header.totalBytes(ip);
        if (Ipv4Header.version(ip) != 4
                || headerBytes < Ipv4Header.BYTES
                || headerBytes > bytes
                || totalBytes < headerBytes) {
            return false;
        }
        source = Ipv4Header.source(ip);
        destination = Ipv4Header.destination(ip);
        protocol = Ipv4Header.protocol(ip);
        transport = ip + headerBytes;
        transportBytes = Math.min(bytes, totalBytes) - headerBytes;
        parsePorts();
        return true;
    }

    private void parsePorts() {
        boolean first = (Ipv4Header.flagsAndOffset(ip) & 0x1fff) == 0;
        hasPorts = first && transportBytes >= PORT_BYTES;
        sourcePort = 0;
        destinationPort = 0;
        if (!first) {
            transportBytes = 0;
        }
        if (!hasPorts) {
            return;
        }
        switch (protocol) {
            case IpProtocol.TCP, IpProtocol.UDP -> {
                sourcePort = Memory.u16(transport);
                destinationPort = Memory.u16(transport + 2);
            }
            case IpProtocol.ICMP -> parseIdentifier();
            default -> hasPorts = false;
        }
    }

    private void parseIdentifier() {
        hasPorts = IcmpHeader.isQuery(IcmpHeader.type(transport));
        sourcePort = hasPorts ? IcmpHeader.identifier(transport) : 0;
        destinationPort = sourcePort;
    }

    /// Rewrites source address and port (or identifier).
    ///
    /// @return what the checksum of the ICMP error must change by
    int rewriteSource(int address, int port) {
        return rewrite(SOURCE, address, 0, port);
    }

    /// Rewrites destination address and port (or identifier).
    ///
    /// @return what the checksum of the ICMP error must change by
    int rewriteDestination(int address, int port) {
        return rewrite(DESTINATION, address, 2, port);
    }

    private int rewrite(int addressOffset, int address, int portOffset, int port) {
        int before = Memory.u32(ip + addressOffset);
        int addressDelta = Checksum.delta32(before, address);
        Memory.put32(ip + addressOffset, address);
        int ipChecksum = Ipv4Header.checksum(ip);
        int delta =
                Checksum.combine(
                        addressDelta,
                        put(ip + 10, ipChecksum, Checksum.apply(ipChecksum, addressDelta)));
        if (!hasPorts) {
            return Checksum.combine(delta, transportChecksum(addressDelta, 0));
        }
        long field = transport + (protocol == IpProtocol.ICMP ? 4 : portOffset);
        int portDelta = put(field, Memory.u16(field), port);
        return Checksum.combine(
                Checksum.combine(delta, portDelta), transportChecksum(addressDelta, portDelta));
    }

    /// Adjusts the transport's checksum as far as it is there.
    ///
    /// @return delta of the checksum field itself
    private int transportChecksum(int addressDelta, int portDelta) {
        int both = Checksum.combine(addressDelta, portDelta);
        return switch (protocol) {
            case IpProtocol.TCP -> transportBytes < 18 ? 0 : tcpChecksum(both);
            case IpProtocol.UDP -> transportBytes < UdpHeader.BYTES ? 0 : udpChecksum(both);
            case IpProtocol.ICMP -> hasPorts ? icmpChecksum(portDelta) : 0;
            default -> 0;
        };
    }

    private int tcpChecksum(int delta) {
        int before = TcpHeader.checksum(transport);
        return put(transport + 16, before, Checksum.apply(before, delta));
    }

    private int udpChecksum(int delta) {
        int before = UdpHeader.checksum(transport);
        return put(transport + 6, before, Checksum.applyUdp(before, delta));
    }

    private int icmpChecksum(int delta) {
        int before = IcmpHeader.checksum(transport);
        return put(transport + 2, before, Checksum.apply(before, delta));
    }

    /// Writes a 16-bit field and returns its delta.
    private static int put(long field, int before, int after) {
        Memory.put16(field, after);
        return Checksum.delta16(before, after);
    }
}
