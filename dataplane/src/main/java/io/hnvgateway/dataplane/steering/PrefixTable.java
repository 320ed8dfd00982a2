package io.hnvgateway.dataplane.steering;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.Arrays;
import java.util.stream.Stream;

/// Set of prefixes of both families: a table for each prefix length in use. One writer, readers as
/// those of [AddressTable].
final class PrefixTable {
    private static final int MAPPED_BITS = 96;

    /// Prefixes of one length; 96 bits more than written for IPv4.
    private record Length(int bits, long highMask, long lowMask, AddressTable prefixes) {
        static Length of(int bits) {
            return new Length(
                    bits,
                    bits == 0 ? 0 : bits >= 64 ? -1 : -1L << (64 - bits),
                    bits <= 64 ? 0 : -1L << (128 - bits),
                    new AddressTable());
        }
    }

    private volatile Length[] lengths = new Length[0];

    void put(IpPrefix prefix, boolean present) {
        Length length = length(prefix.bits());
        length.prefixes.put(prefix.address().high(), prefix.address().low(), present ? 1 : 0);
        if (length.prefixes.size() == 0) {
            lengths =
                    Arrays.stream(lengths)
                            .filter(l -> l.bits != prefix.bits())
                            .toArray(Length[]::new);
        }
    }

    private Length length(int bits) {
        for (Length length : lengths) {
            if (length.bits == bits) {
                return length;
            }
        }
        Length length = Length.of(bits);
        lengths = Stream.concat(Arrays.stream(lengths), Stream.of(length)).toArray(Length[]::new);
        return length;
    }

    /// Whether a prefix of the address's family holds it.
    boolean contains(long high, long low) {
        int shortest = IpAddress.isIpv4(high, low) ? MAPPED_BITS : 0;
        for (Length length : lengths) {
            if (length.bits >= shortest
                    && length.prefixes.get(high & length.highMask, low & length.lowMask) != 0) {
                return true;
            }
        }
        return false;
    }
}
