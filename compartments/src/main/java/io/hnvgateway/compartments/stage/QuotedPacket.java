package io.hnvgateway.compartments.stage;

import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.GreHeader;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv6Header;

/// The start of an NVGRE packet as a control message quotes it (MS-NVGREE §2.2: "GRE frame, inner
/// Ethernet header, inner IP header"): where was it going? A flyweight.
///
/// The specification leaves open where the quotation begins, so it may be the outer IP header, the
/// GRE header, or the inner IP header; the first four bits tell them apart.
final class QuotedPacket {
    private static final int GRE_FIRST_BITS = GreHeader.NVGRE_FLAGS >>> 12;

    /// Customer address that the packet was sent to.
    long destinationHigh;

    long destinationLow;

    /// VSID that it was sent in; 0 when the quotation does not tell.
    int vsid;

    /// Reads a quotation.
    ///
    /// @return false when it does not reach to the inner IP header's end, or is something else
    boolean read(long at, int bytes) {
        vsid = 0;
        if (bytes < 1) {
            return false;
        }
        int first = Ipv6Header.version(at);
        return first == GRE_FIRST_BITS ? gre(at, bytes) : ip(at, bytes, first);
    }

    private boolean ip(long ip, int bytes, int version) {
        int headerBytes = headerBytes(ip, bytes, version);
        if (headerBytes == 0) {
            return false;
        }
        int protocol = version == 6 ? Ipv6Header.nextHeader(ip) : Ipv4Header.protocol(ip);
        return protocol == IpProtocol.GRE
                ? gre(ip + headerBytes, bytes - headerBytes)
                : inner(ip, bytes, version);
    }

    /// 0 when it does not fit.
    private static int headerBytes(long ip, int bytes, int version) {
        if (version == 6) {
            return bytes >= Ipv6Header.BYTES ? Ipv6Header.BYTES : 0;
        }
        if (version != 4 || bytes < Ipv4Header.BYTES) {
            return 0;
        }
        int headerBytes = Ipv4Header.headerBytes(ip);
        return headerBytes >= Ipv4Header.BYTES && headerBytes <= bytes ? headerBytes : 0;
    }

    private boolean gre(long gre, int bytes) {
        int before = GreHeader.NVGRE_BYTES + EthernetHeader.BYTES;
        if (bytes <= before || !GreHeader.isNvgre(gre)) {
            return false;
        }
        vsid = GreHeader.vsid(gre);
        long ip = gre + before;
        return inner(ip, bytes - before, Ipv6Header.version(ip));
    }

    private boolean inner(long ip, int bytes, int version) {
        if (headerBytes(ip, bytes, version) == 0) {
            return false;
        }
        if (version == 4) {
            destinationHigh = 0;
            destinationLow = IpAddress.mapped(Ipv4Header.destination(ip));
            return true;
        }
        destinationHigh = Ipv6Header.destinationHigh(ip);
        destinationLow = Ipv6Header.destinationLow(ip);
        return !IpAddress.isIpv4(destinationHigh, destinationLow);
    }
}
