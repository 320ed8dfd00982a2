package io.hnvgateway.bgp.policy;

import io.hnvgateway.bgp.route.Asn;

/// AS numbers, both ends included.
public record AsnRange(Asn lowest, Asn highest) {
    public AsnRange {
        if (lowest.value() > highest.value()) {
            throw new IllegalArgumentException(
                    lowest + "-" + highest + ": the lower AS number comes first");
        }
    }

    public static AsnRange of(Asn asn) {
        return new AsnRange(asn, asn);
    }

    @Override
    public String toString() {
        return lowest.equals(highest) ? lowest.toString() : lowest + "-" + highest;
    }
}
