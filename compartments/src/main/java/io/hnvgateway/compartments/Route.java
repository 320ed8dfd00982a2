package io.hnvgateway.compartments;

import io.hnvgateway.packet.IpPrefix;

/// A route of a compartment. Of routes with the same prefix the one with the lowest metric wins; of
/// equal metrics the one added first.
///
/// @param metric 0 and more, lower is better
public record Route(IpPrefix destination, NextHop nextHop, int metric) {
    public static final int CONNECTED_METRIC = 0;
}
