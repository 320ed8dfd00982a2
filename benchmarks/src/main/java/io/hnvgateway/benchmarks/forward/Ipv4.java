package io.hnvgateway.benchmarks.forward;

/// Dotted addresses as numbers.
final class Ipv4 {
    private Ipv4() {}

    static int parse(String address) {
        int value = 0;
        for (String octet : address.split("\\.", -1)) {
            value = (value << 8) | Integer.parseInt(octet);
        }
        return value;
    }

    /// The number that a little-endian machine reads where the address stands in a packet.
    static long inMemory(String address) {
        return Integer.reverseBytes(parse(address)) & 0xffffffffL;
    }
}
