package io.hnvgateway.provider.value;

/// A run of addresses of one family, both ends included. Written as an address, a prefix or
/// `first-last`.
public record IpRange(IpAddress first, IpAddress last) {

    public static IpRange parse(String text) {
        if (text.indexOf('/') >= 0) {
            return IpPrefix.parse(text).range();
        }
        int dash = text.indexOf('-');
        if (dash < 0) {
            IpAddress single = IpAddress.parse(text);
            return new IpRange(single, single);
        }
        IpAddress first = IpAddress.parse(text.substring(0, dash).strip());
        IpAddress last = IpAddress.parse(text.substring(dash + 1).strip());
        if (first.isIpv4() != last.isIpv4()) {
            throw new InvalidValueException("begins and ends in different address families");
        }
        if (first.compareTo(last) > 0) {
            throw new InvalidValueException(
                    "first address of the range is behind its last", "write the lower first");
        }
        return new IpRange(first, last);
    }

    public boolean isIpv4() {
        return first.isIpv4();
    }

    public boolean contains(IpAddress candidate) {
        return first.compareTo(candidate) <= 0 && candidate.compareTo(last) <= 0;
    }

    public boolean overlaps(IpRange other) {
        return contains(other.first) || other.contains(first);
    }

    /// Number of addresses; [Long#MAX_VALUE] if there are more.
    public long size() {
        boolean countable = first.high() == last.high() && last.low() - first.low() >= 0;
        long apart = last.low() - first.low();
        return countable && apart < Long.MAX_VALUE ? apart + 1 : Long.MAX_VALUE;
    }

    @Override
    public String toString() {
        return first.equals(last) ? first.toString() : first + "-" + last;
    }
}
