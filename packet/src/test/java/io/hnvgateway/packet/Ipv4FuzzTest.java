package io.hnvgateway.packet;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes as an IPv4 packet: header, options and transport header never read behind the end, and
/// what is accepted fits the frame.
class Ipv4FuzzTest {
    @FuzzTest
    void ipv4PacketIsParsedWithinItsFrame(byte[] data) {
        repairChecksum(data);
        try (ExactFrame frame = ExactFrame.of(data)) {
            Packet p = frame.packet();
            if (Ipv4Parser.parse(p, frame.address(), frame.end()) == Verdict.DROP) {
                return;
            }
            Ipv4Header.hasSourceRoute(p.ip, p.ipHeaderBytes);
            if (p.ip + p.ipTotalBytes > frame.end() || p.length > frame.length()) {
                throw new AssertionError("an accepted packet leaves its frame");
            }
            if (TransportParser.parse(p) == Verdict.CONTINUE && p.transport != 0) {
                transport(p, frame.end());
            }
        }
    }

    private static void transport(Packet p, long end) {
        if (p.transport > end) {
            throw new AssertionError("transport header behind the frame");
        }
        if (p.protocol == IpProtocol.TCP) {
            int headerBytes = TcpHeader.headerBytes(p.transport);
            TcpHeader.clampMss(p.transport, headerBytes, 1);
            if (TcpHeader.clampMss(p.transport, headerBytes, 1)) {
                throw new AssertionError("a clamped segment is clamped again");
            }
        }
    }

    /// A random checksum is almost never right; without this the search would end there.
    private static void repairChecksum(byte[] data) {
        int headerBytes = data.length == 0 ? 0 : (data[0] & 15) * 4;
        if (headerBytes >= 20 && headerBytes <= data.length && (data[10] & 3) != 0) {
            data[10] = 0;
            data[11] = 0;
            int checksum = NaiveChecksum.of(data, 0, headerBytes);
            data[10] = (byte) (checksum >> 8);
            data[11] = (byte) checksum;
        }
    }
}
