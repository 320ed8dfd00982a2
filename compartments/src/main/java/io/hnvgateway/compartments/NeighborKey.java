package io.hnvgateway.compartments;

/// What names a neighbour: its address on one link.
record NeighborKey(int link, long high, long low) {}
