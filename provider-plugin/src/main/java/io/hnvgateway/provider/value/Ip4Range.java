package io.hnvgateway.provider.value;

/// A run of addresses, both ends included. Written as an address, a prefix or `first-last`.
public record Ip4Range(Ip4Address first, Ip4Address last) {

    public static Ip4Range parse(String text) {
        if (text.indexOf('/') >= 0) {
            return Ip4Prefix.parse(text).range();
        }
        int dash = text.indexOf('-');
        if (dash < 0) {
            Ip4Address single = Ip4Address.parse(text);
            return new Ip4Range(single, single);
        }
        Ip4Address first = Ip4Address.parse(text.substring(0, dash).strip());
        Ip4Address last = Ip4Address.parse(text.substring(dash + 1).strip());
        if (first.compareTo(last) > 0) {
            throw new InvalidValueException(
                    "first address of the range is behind its last", "write the lower first");
        }
        return new Ip4Range(first, last);
    }

    public boolean contains(Ip4Address candidate) {
        return first.compareTo(candidate) <= 0 && candidate.compareTo(last) <= 0;
    }

    public boolean overlaps(Ip4Range other) {
        return contains(other.first) || other.contains(first);
    }

    public long size() {
        return last.unsigned() - first.unsigned() + 1;
    }

    @Override
    public String toString() {
        return first.equals(last) ? first.toString() : first + "-" + last;
    }
}
