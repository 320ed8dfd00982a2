package io.hnvgateway.benchmarks.traffic;

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

    /// The number without a sign, in host order.
    static long number(String address) {
        return parse(address) & 0xffffffffL;
    }
}
