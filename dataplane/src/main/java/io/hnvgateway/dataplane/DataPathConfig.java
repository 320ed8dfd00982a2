package io.hnvgateway.dataplane;

import java.util.List;

/// What to open.
///
/// @param devices in the order of the port indexes; their roles stand in the steering policy
public record DataPathConfig(DataPathMode mode, List<String> devices, Sizes sizes) {
    private static final int MAX_PORTS = 16;

    public DataPathConfig {
        devices = List.copyOf(devices);
        if (devices.isEmpty() || devices.size() > MAX_PORTS) {
            throw new IllegalArgumentException("devices: must be 1.." + MAX_PORTS);
        }
        if (devices.stream().distinct().count() != devices.size()) {
            throw new IllegalArgumentException("devices: one is named twice: " + devices);
        }
    }

    /// Numbers of slots. Memory is used as slots are touched, except for frames under XDP.
    ///
    /// @param frames of 4096 bytes, shared by all ports; devices with many queues get more
    /// @param flowEntries a power of two
    /// @param compartments largest compartment index + 1
    public record Sizes(int frames, int flowEntries, int adjacencies, int compartments) {
        public static final Sizes DEFAULT = new Sizes(16384, 1 << 20, 1 << 16, 1 << 14);

        /// For tests.
        public static final Sizes SMALL = new Sizes(4096, 1 << 10, 1 << 8, 1 << 8);

        public Sizes {
            if (frames < 1024 || adjacencies < 1 || compartments < 1) {
                throw new IllegalArgumentException("sizes: too small");
            }
            if (flowEntries < 16 || Integer.bitCount(flowEntries) != 1) {
                throw new IllegalArgumentException("flowEntries: must be a power of two");
            }
        }
    }
}
