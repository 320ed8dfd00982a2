package io.hnvgateway.dataplane.guard;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The nftables set of the public prefixes of one family and length, and the rule that asks it.
///
/// @param length as written: 0..32 or 0..128
record PrefixSet(boolean ipv4, int length) implements Comparable<PrefixSet> {
    private static final Pattern NAME = Pattern.compile("public(6?)_(\\d{1,3})");

    static PrefixSet of(IpPrefix prefix) {
        return new PrefixSet(prefix.isIpv4(), prefix.length());
    }

    /// The set of that name; empty if the name is another kind's.
    static Optional<PrefixSet> named(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(
                        new PrefixSet(
                                matcher.group(1).isEmpty(), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    String name() {
        return (ipv4 ? "public_" : "public6_") + length;
    }

    /// Declares the set; no fault if it stands already.
    String declaration(String table) {
        return "add set %s %s { type %s; }\n"
                .formatted(table, name(), ipv4 ? "ipv4_addr" : "ipv6_addr");
    }

    String rule(String table) {
        return "add rule %s public %s & %s == @%s counter drop\n"
                .formatted(table, ipv4 ? "ip daddr" : "ip6 daddr", mask(), name());
    }

    @Override
    public int compareTo(PrefixSet other) {
        return name().compareTo(other.name());
    }

    private String mask() {
        IpPrefix widest = ipv4 ? IpPrefix.ALL_IPV4 : IpPrefix.ALL_IPV6;
        IpAddress ones = widest.last();
        return IpPrefix.of(ones, length).address().toString();
    }
}
