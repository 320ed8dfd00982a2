package io.hnvgateway.dataplane.xdp;

/// What two maps must have alike for one to stand in the other's place.
///
/// @param type `BPF_MAP_TYPE_*`
/// @param flags `BPF_F_*`
record MapShape(int type, int keyBytes, int valueBytes, int entries, int flags) {
    private static final int READ_ONLY_FOR_PROGRAMS = 1 << 7; // the kernel adds it to a devmap

    MapShape {
        flags &= ~READ_ONLY_FOR_PROGRAMS;
    }
}
