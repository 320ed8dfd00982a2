package io.hnvgateway.ipsec.esp;

import io.hnvgateway.packet.EspHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.UdpHeader;

/// Finds the ESP packet in an IP packet for a VPN address: behind the IP header, or in UDP (RFC
/// 3948 §2, RFC 7296 §2.23).
///
/// ```
///  UDP 4500:  0x00000000 ...   IKE            (§2.2, non-ESP marker)
///             0xff             NAT keep-alive (§2.3)
///             SPI, ...         ESP            (§2.1)
/// ```
public final class EspPackets {
    /// [#locate]: too short, a fragment, or neither ESP nor UDP.
    public static final long MALFORMED = 0;

    /// [#locate]: a NAT keep-alive, to be consumed.
    public static final long KEEP_ALIVE = 1;

    /// [#locate]: IKE behind a non-ESP marker, for the kernel.
    public static final long IKE = 2;

    private static final int KEEP_ALIVE_BYTE = 0xff;
    private static final int MARKER_BYTES = 4;

    private EspPackets() {}

    /// Address of the ESP header, or one of the constants above.
    ///
    /// @param p outer IP header parsed, fragments put together. Its transport header need not be:
    ///   [io.hnvgateway.packet.TransportParser] refuses UDP without a checksum over IPv6, which a
    ///   peer may send (RFC 6935)
    public static long locate(Packet p) {
        if (p.isFragment()) {
            return MALFORMED;
        }
        long header = p.ip + p.ipHeaderBytes;
        if (p.protocol == IpProtocol.ESP) {
            return p.ipPayloadBytes() >= EspHeader.BYTES ? header : MALFORMED;
        }
        return p.protocol == IpProtocol.UDP ? inUdp(header, p.ipPayloadBytes()) : MALFORMED;
    }

    private static long inUdp(long udp, int payloadBytes) {
        if (payloadBytes < UdpHeader.BYTES) {
            return MALFORMED;
        }
        int lengthBytes = UdpHeader.lengthBytes(udp);
        int bytes = lengthBytes - UdpHeader.BYTES;
        if (lengthBytes > payloadBytes || bytes < 1) {
            return MALFORMED;
        }
        long data = udp + UdpHeader.BYTES;
        if (bytes == 1 && Memory.u8(data) == KEEP_ALIVE_BYTE) {
            return KEEP_ALIVE;
        }
        if (bytes >= MARKER_BYTES && Memory.u32(data) == 0) {
            return IKE;
        }
        return bytes >= EspHeader.BYTES ? data : MALFORMED;
    }

    /// Length of what begins at an address that [#locate] gave, from ESP header to ICV.
    static int bytes(Packet p) {
        return p.protocol == IpProtocol.UDP
                ? UdpHeader.lengthBytes(p.ip + p.ipHeaderBytes) - UdpHeader.BYTES
                : p.ipPayloadBytes();
    }
}
