package io.hnvgateway.dataplane.steering;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/// Prefixes of both families, with a number each: a table for each prefix length in use, longest
/// first. One writer, readers as those of [AddressTable].
final class PrefixTable {
    /// No prefix holds the address.
    static final int NONE = -1;

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

    /// @param number not negative
    void put(IpPrefix prefix, int number) {
        put(length(prefix.bits()), prefix, number + 1);
    }

    void remove(IpPrefix prefix) {
        Length length = length(prefix.bits());
        put(length, prefix, 0);
        if (length.prefixes.size() == 0) {
            lengths =
                    Arrays.stream(lengths)
                            .filter(l -> l.bits != prefix.bits())
                            .toArray(Length[]::new);
        }
    }

    private static void put(Length length, IpPrefix prefix, int value) {
        length.prefixes.put(prefix.address().high(), prefix.address().low(), value);
    }

    private Length length(int bits) {
        for (Length length : lengths) {
            if (length.bits == bits) {
                return length;
            }
        }
        Length length = Length.of(bits);
        lengths =
                Stream.concat(Arrays.stream(lengths), Stream.of(length))
                        .sorted(Comparator.comparingInt(Length::bits).reversed())
                        .toArray(Length[]::new);
        return length;
    }

    /// The number of the longest prefix of the address's family that holds it, or [#NONE].
    int longest(long high, long low) {
        int shortest = IpAddress.isIpv4(high, low) ? MAPPED_BITS : 0;
        for (Length length : lengths) {
            if (length.bits < shortest) {
                return NONE;
            }
            int value = length.prefixes.get(high & length.highMask, low & length.lowMask);
            if (value != 0) {
                return value - 1;
            }
        }
        return NONE;
    }
}
