package io.hnvgateway.packet.flow;

import static io.hnvgateway.packet.flow.HitCandidates.NONE;

import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.TcpHeader;
import io.hnvgateway.packet.UdpHeader;

/// Second pass over a batch: IPv4 and transport header of each candidate, to its flow's key and
/// hash. Whatever [io.hnvgateway.packet.Ipv4Parser] or [io.hnvgateway.packet.TransportParser] would
/// refuse, and whatever has options, is a fragment or has no ports, is a candidate no more.
final class KeyPass {
    /// More fragments, and the offset.
    private static final int FRAGMENT = 0x3fff;

    private static final int VERSION_4_NO_OPTIONS = 0x45;

    /// [#ports] of a transport header that is not plain.
    private static final long REFUSED = -1;

    private final FlowTable table;

    KeyPass(FlowTable table) {
        this.table = table;
    }

    void run(HitCandidates c, int size) {
        long[] packets = c.ip;
        long[] limits = c.limit;
        int[] compartments = c.compartment;
        for (int i = 0; i < size; i++) {
            long ip = Memory.base(packets[i]);
            if (ip != NONE && !read(c.record(i), ip, limits[i], compartments[i])) {
                packets[i] = NONE;
            }
        }
    }

    private boolean read(long hit, long ip, long limit, int compartment) {
        long first = Memory.u64(ip);
        long second = Memory.u64(ip + 8);
        int destination = Memory.u32(ip + 16);
        int totalBytes = (int) (first >>> 32) & 0xffff;
        boolean plain =
                first >>> 56 == VERSION_4_NO_OPTIONS
                        && (first & FRAGMENT) == 0
                        && totalBytes >= HitCandidates.LEAST_BYTES
                        && totalBytes <= limit - ip
                        && second >>> 56 > 1
                        && Ipv4Header.checksumValid(first, second, destination);
        if (!plain) {
            return false;
        }
        int protocol = (int) (second >>> 48) & 0xff;
        long transport = ip + Ipv4Header.BYTES;
        long ports = ports(protocol, transport, totalBytes - Ipv4Header.BYTES);
        if (ports == REFUSED) {
            return false;
        }
        int tcpFlags = protocol == IpProtocol.TCP ? TcpHeader.flags(transport) : 0;
        Memory.putLongNative(hit + HitRecord.IP, ip);
        Memory.putIntNative(hit + HitRecord.FACTS, HitRecord.facts(protocol, tcpFlags, totalBytes));
        long word0 = FlowKey.addressWord(compartment, (int) second);
        key(hit, word0, FlowKey.destinationWord(destination, ports), protocol);
        return true;
    }

    private void key(long hit, long word0, long word1, int protocol) {
        Memory.putLongNative(hit + HitRecord.WORD0, word0);
        Memory.putLongNative(hit + HitRecord.WORD1, word1);
        Memory.putIntNative(hit + HitRecord.HASH, table.hash(word0, word1, protocol));
    }

    /// Source port, or identifier, in the high 16 bits of 32, destination port in the low.
    private static long ports(int protocol, long transport, int bytes) {
        return switch (protocol) {
            case IpProtocol.UDP -> udp(transport, bytes);
            case IpProtocol.TCP -> tcp(transport, bytes);
            case IpProtocol.ICMP -> icmp(transport);
            default -> REFUSED;
        };
    }

    private static long udp(long udp, int bytes) {
        long header = Memory.u64(udp);
        int lengthBytes = (int) (header >>> 16) & 0xffff;
        return lengthBytes >= UdpHeader.BYTES && lengthBytes <= bytes ? header >>> 32 : REFUSED;
    }

    private static long tcp(long tcp, int bytes) {
        if (bytes < TcpHeader.BYTES) {
            return REFUSED;
        }
        int headerBytes = TcpHeader.headerBytes(tcp);
        return headerBytes >= TcpHeader.BYTES && headerBytes <= bytes
                ? Integer.toUnsignedLong(Memory.u32(tcp))
                : REFUSED;
    }

    private static long icmp(long icmp) {
        return IcmpHeader.isQuery(IcmpHeader.type(icmp))
                ? (long) IcmpHeader.identifier(icmp) << 16
                : REFUSED;
    }
}
