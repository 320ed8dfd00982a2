package io.hnvgateway.bgp.policy;

import io.hnvgateway.packet.IpPrefix;

/// Prefixes inside one, of some lengths.
///
/// @param shortest as written: 0..32 or 0..128, at least the prefix's own
/// @param longest as written, at least `shortest`
public record PrefixMatch(IpPrefix prefix, int shortest, int longest) {
    public PrefixMatch {
        int most = prefix.isIpv4() ? 32 : 128;
        if (shortest < prefix.length() || longest < shortest || longest > most) {
            throw new IllegalArgumentException(
                    prefix
                            + ": lengths "
                            + shortest
                            + ".."
                            + longest
                            + ": must lie in order in "
                            + prefix.length()
                            + ".."
                            + most);
        }
    }

    public static PrefixMatch exact(IpPrefix prefix) {
        return new PrefixMatch(prefix, prefix.length(), prefix.length());
    }

    public static PrefixMatch orLonger(IpPrefix prefix) {
        return new PrefixMatch(prefix, prefix.length(), prefix.isIpv4() ? 32 : 128);
    }

    public boolean matches(IpPrefix other) {
        return other.isIpv4() == prefix.isIpv4()
                && other.length() >= shortest
                && other.length() <= longest
                && prefix.contains(other.address());
    }

    @Override
    public String toString() {
        return shortest == prefix.length() && longest == shortest
                ? prefix.toString()
                : prefix + " " + shortest + ".." + longest;
    }
}
