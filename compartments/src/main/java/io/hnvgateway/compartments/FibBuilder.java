package io.hnvgateway.compartments;

import io.hnvgateway.packet.IpPrefix;
import java.util.TreeMap;

/// Compiles prefixes of both families to a [Fib]. A prefix that was put twice keeps the first
/// entry.
public final class FibBuilder {
    private final TreeMap<IpPrefix, Integer> entries = new TreeMap<>();

    public FibBuilder put(IpPrefix prefix, int entry) {
        entries.putIfAbsent(prefix, entry);
        return this;
    }

    public Fib build() {
        FibRanges ipv4 = new FibRanges(IpPrefix.ALL_IPV4);
        FibRanges ipv6 = new FibRanges(IpPrefix.ALL_IPV6);
        entries.forEach((prefix, entry) -> (prefix.isIpv4() ? ipv4 : ipv6).add(prefix, entry));
        return new Fib(ipv4.finish(), ipv6.finish());
    }
}
