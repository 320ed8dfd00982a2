package io.hnvgateway.dataplane.afpacket;

import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;

/// Computes the TCP or UDP checksum that a sender on this machine left to its device
/// (TP_STATUS_CSUMNOTREADY). Frames in which it finds nothing to complete stay as they are.
final class ChecksumCompletion {
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;
    private static final int FRAGMENT_MASK = 0x3fff;

    private ChecksumCompletion() {}

    /// @param frame address of the Ethernet header of `length` readable bytes
    static void complete(long frame, int length) {
        if (length < EthernetHeader.BYTES + EthernetHeader.VLAN_TAG_BYTES + Ipv4Header.BYTES) {
            return;
        }
        boolean tagged = EthernetHeader.type(frame) == EthernetHeader.TYPE_VLAN;
        int type = tagged ? EthernetHeader.taggedType(frame) : EthernetHeader.type(frame);
        int headerBytes = tagged ? EthernetHeader.BYTES + 4 : EthernetHeader.BYTES;
        if (type == EthernetHeader.TYPE_IPV4) {
            completeIpv4(frame + headerBytes, length - headerBytes);
        }
    }

    private static void completeIpv4(long ip, int length) {
        int headerBytes = Ipv4Header.headerBytes(ip);
        int transportBytes = Ipv4Header.totalBytes(ip) - headerBytes;
        boolean whole =
                Ipv4Header.version(ip) == 4
                        && headerBytes >= Ipv4Header.BYTES
                        && headerBytes + transportBytes <= length
                        && (Ipv4Header.flagsAndOffset(ip) & FRAGMENT_MASK) == 0;
        int field =
                switch (Ipv4Header.protocol(ip)) {
                    case IpProtocol.TCP -> TCP_CHECKSUM;
                    case IpProtocol.UDP -> UDP_CHECKSUM;
                    default -> -1;
                };
        if (whole && field >= 0 && transportBytes >= field + 2) {
            write(ip, ip + headerBytes, transportBytes, field);
        }
    }

    private static void write(long ip, long transport, int bytes, int field) {
        Memory.put16(transport + field, 0);
        int protocol = Ipv4Header.protocol(ip);
        long pseudoHeader =
                Checksum.pseudoHeader(
                        Ipv4Header.source(ip), Ipv4Header.destination(ip), protocol, bytes);
        int checksum = Checksum.finish(pseudoHeader + Checksum.sum(transport, bytes));
        boolean udpZero = checksum == 0 && protocol == IpProtocol.UDP;
        Memory.put16(transport + field, udpZero ? 0xffff : checksum);
    }
}
