package io.hnvgateway.dataplane.netlink;

import io.hnvgateway.packet.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Values of attributes; null or a wrong length is the value's absence.
final class AttributeValues {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    private AttributeValues() {}

    /// An address of 4 or 16 octets. A mapped one (RFC 4291 §2.5.5.2) is none: in this program it
    /// would be an IPv4 address.
    static Optional<IpAddress> ip(@Nullable ByteBuffer octets) {
        if (octets == null) {
            return Optional.empty();
        }
        ByteBuffer bytes = octets.duplicate().order(ByteOrder.BIG_ENDIAN);
        return switch (octets.limit()) {
            case 4 -> Optional.of(IpAddress.ofIpv4(bytes.getInt(0)));
            case 16 ->
                    Optional.of(new IpAddress(bytes.getLong(0), bytes.getLong(8)))
                            .filter(address -> !address.isIpv4());
            default -> Optional.empty();
        };
    }

    /// `struct rtvia`: a family and an address of it.
    static Optional<IpAddress> via(@Nullable ByteBuffer value) {
        if (value == null || value.limit() < 2) {
            return Optional.empty();
        }
        int octets = addressBytes(value.getShort(0));
        return octets == value.limit() - 2 ? ip(value.slice(2, octets)) : Optional.empty();
    }

    /// Octets of an address of a family, 0 for other families.
    static int addressBytes(int family) {
        return switch (family) {
            case AF_INET -> 4;
            case AF_INET6 -> 16;
            default -> 0;
        };
    }

    static long macAddress(@Nullable ByteBuffer octets) {
        if (octets == null || octets.limit() != 6) {
            return 0;
        }
        long bits = 0;
        for (int i = 0; i < 6; i++) {
            bits = bits << 8 | (octets.get(i) & 0xff);
        }
        return bits;
    }

    static int u32(@Nullable ByteBuffer value) {
        return value == null || value.limit() < 4 ? 0 : value.getInt(0);
    }

    static int u16(@Nullable ByteBuffer value) {
        return value == null || value.limit() < 2 ? 0 : value.getShort(0) & 0xffff;
    }

    static String text(@Nullable ByteBuffer value) {
        return value == null
                ? ""
                : StandardCharsets.UTF_8.decode(value.duplicate()).toString().replace("\0", "");
    }
}
