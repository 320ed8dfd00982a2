package io.hnvgateway.bgp.contract;

import com.google.protobuf.ByteString;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Prefixes one behind the other as RFC 4271 §4.3 writes them, and addresses.
///
/// ```
/// +---------------------------+
/// |   Length (1 octet, bits)  |
/// +---------------------------+
/// |   Prefix (variable)       |
/// +---------------------------+
/// ```
public final class Nlri {
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    private Nlri() {}

    /// @throws IllegalArgumentException if a prefix is of another family than the first one
    public static ByteString encode(List<IpPrefix> prefixes) {
        ByteString.Output out = ByteString.newOutput(prefixes.size() * 4);
        for (IpPrefix prefix : prefixes) {
            if (prefix.isIpv4() != prefixes.getFirst().isIpv4()) {
                throw new IllegalArgumentException(prefix + ": of another family than the others");
            }
            int length = prefix.length();
            out.write(length);
            int octets = (length + 7) / 8;
            for (int i = 0; i < octets; i++) {
                out.write(octet(prefix.address(), i));
            }
        }
        return out.toByteString();
    }

    /// @throws IllegalArgumentException at a length beyond the family's, at bits behind the length,
    ///   and where octets are missing
    public static List<IpPrefix> decode(Family family, ByteString bytes) {
        int mostBits = mostBits(family);
        List<IpPrefix> prefixes = new ArrayList<>();
        for (int at = 0; at < bytes.size(); ) {
            int length = bytes.byteAt(at++) & 0xff;
            int octets = (length + 7) / 8;
            if (length > mostBits || octets > bytes.size() - at) {
                throw new IllegalArgumentException(
                        "prefix %d: length %d, %d octets are left"
                                .formatted(prefixes.size(), length, bytes.size() - at));
            }
            prefixes.add(prefix(bytes.substring(at, at + octets), length, mostBits));
            at += octets;
        }
        return prefixes;
    }

    private static IpPrefix prefix(ByteString octets, int length, int mostBits) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < octets.size(); i++) {
            long octet = octets.byteAt(i) & 0xffL;
            if (i < 8) {
                high |= octet << (56 - 8 * i);
            } else {
                low |= octet << (120 - 8 * i);
            }
        }
        return mostBits == IPV4_BITS
                ? new IpPrefix(IpAddress.ofIpv4((int) (high >>> 32)), 96 + length)
                : new IpPrefix(new IpAddress(high, low), length);
    }

    public static Family familyOf(IpPrefix prefix) {
        return prefix.isIpv4() ? Family.IPV4_UNICAST : Family.IPV6_UNICAST;
    }

    /// 4 or 16 bytes.
    public static ByteString encode(IpAddress address) {
        ByteBuffer bytes = ByteBuffer.allocate(address.isIpv4() ? 4 : 16);
        if (address.isIpv4()) {
            bytes.putInt(address.ipv4Bits());
        } else {
            bytes.putLong(address.high()).putLong(address.low());
        }
        return ByteString.copyFrom(bytes.flip());
    }

    /// @throws IllegalArgumentException unless it has 4 or 16 bytes
    public static IpAddress decodeAddress(ByteString bytes) {
        ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
        return switch (bytes.size()) {
            case 4 -> IpAddress.ofIpv4(buffer.getInt());
            case 16 -> new IpAddress(buffer.getLong(), buffer.getLong());
            default ->
                    throw new IllegalArgumentException(
                            "an address has 4 or 16 bytes, not " + bytes.size());
        };
    }

    private static int mostBits(Family family) {
        return switch (family) {
            case IPV4_UNICAST -> IPV4_BITS;
            case IPV6_UNICAST -> IPV6_BITS;
            case FAMILY_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalArgumentException("no such address family");
        };
    }

    private static int octet(IpAddress address, int index) {
        if (address.isIpv4()) {
            return address.ipv4Bits() >>> (24 - 8 * index);
        }
        return (int)
                (index < 8
                        ? address.high() >>> (56 - 8 * index)
                        : address.low() >>> (120 - 8 * index));
    }
}
