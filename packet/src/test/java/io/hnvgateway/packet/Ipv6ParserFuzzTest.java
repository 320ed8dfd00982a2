package io.hnvgateway.packet;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes as an IPv6 packet: header chain and transport header never read behind the end, and
/// what is accepted fits the frame.
class Ipv6ParserFuzzTest {
    @FuzzTest
    void ipv6PacketIsParsedWithinItsFrame(byte[] data) {
        repairHeader(data);
        try (ExactFrame frame = ExactFrame.of(data)) {
            Packet p = frame.packet();
            if (Ipv6Parser.parse(p, frame.address(), frame.end()) == Verdict.DROP) {
                require(p.dropReason != null, "a drop has a reason");
                return;
            }
            require(p.ip + p.ipTotalBytes <= frame.end(), "the packet ends in its frame");
            require(p.length <= frame.length(), "the frame grows not");
            require(p.ipHeaderBytes >= Ipv6Header.BYTES, "the header is whole");
            require(p.ipPayloadBytes() >= 0, "the header ends in the packet");
            require(!IpAddress.isIpv4(p.sourceHigh(), p.sourceLow()), "no source is mapped");
            if (TransportParser.parse(p) == Verdict.CONTINUE) {
                transport(p, frame.end());
            }
        }
    }

    private static void transport(Packet p, long end) {
        require((p.transport == 0) == (p.fragmentOffset != 0), "the first fragment alone has one");
        require(p.transport <= end, "the transport header begins in the frame");
        if (p.transport != 0 && p.protocol == IpProtocol.TCP) {
            TcpHeader.clampMss(p.transport, TcpHeader.headerBytes(p.transport), 1);
        }
        if (p.transport != 0 && p.protocol == IpProtocol.UDP) {
            require(UdpHeader.checksum(p.transport) != 0, "a datagram has a checksum");
        }
    }

    private static void require(boolean kept, String rule) {
        if (!kept) {
            throw new AssertionError("broken: " + rule);
        }
    }

    /// Version and length are seldom right by chance; without this the search would end there.
    private static void repairHeader(byte[] data) {
        if (data.length > Ipv6Header.BYTES && (data[0] & 3) != 0) {
            int payloadBytes = data.length - Ipv6Header.BYTES;
            data[0] = 0x60;
            data[4] = (byte) (payloadBytes >> 8);
            data[5] = (byte) payloadBytes;
        }
    }
}
