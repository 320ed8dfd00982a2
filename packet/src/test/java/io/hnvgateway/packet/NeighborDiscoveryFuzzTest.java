package io.hnvgateway.packet;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes as a neighbour discovery message: every option found lies inside.
class NeighborDiscoveryFuzzTest {
    @FuzzTest
    void optionsLieInsideTheMessage(byte[] data) {
        try (ExactFrame frame = ExactFrame.of(data)) {
            message(frame.address(), data.length);
        }
    }

    static void message(long icmp, int bytes) {
        if (!NeighborDiscovery.fits(icmp, bytes)) {
            return;
        }
        for (int kind = 1; kind <= NeighborDiscovery.MTU; kind++) {
            long option = NeighborDiscovery.option(icmp, bytes, kind);
            if (option == NeighborDiscovery.MALFORMED) {
                throw new AssertionError("an option is malformed in a message that fits");
            }
            if (option != 0) {
                inside(option, icmp + bytes);
            }
        }
    }

    private static void inside(long option, long end) {
        NeighborDiscovery.linkLayerAddress(option);
        if (option + NeighborDiscovery.optionBytes(option) > end) {
            throw new AssertionError("an option leaves its message");
        }
    }
}
