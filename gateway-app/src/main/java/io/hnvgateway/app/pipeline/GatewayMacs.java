package io.hnvgateway.app.pipeline;

import java.util.Arrays;

/// Which MAC address was found to be the gateway's in a virtual subnet, and the subnet's
/// compartment: one line of the cache where the snapshot needs many. Virtual subnets that share a
/// place take turns in it. Owner: the worker.
final class GatewayMacs {
    private static final int PLACES = 1 << 12;

    /// Pairs: MAC address << 16 | compartment (0: none), then VSID.
    private final long[] places = new long[2 * PLACES];

    /// The compartment, or 0 when this pair is not known.
    int find(int vsid, long mac) {
        int at = place(vsid);
        long found = places[at];
        return found >>> 16 == mac && places[at + 1] == vsid ? (int) found & 0xffff : 0;
    }

    /// @param compartment 1..65535
    void remember(int vsid, long mac, int compartment) {
        int at = place(vsid);
        places[at] = mac << 16 | compartment;
        places[at + 1] = vsid;
    }

    void forget() {
        Arrays.fill(places, 0);
    }

    private static int place(int vsid) {
        return 2 * (vsid & PLACES - 1);
    }
}
