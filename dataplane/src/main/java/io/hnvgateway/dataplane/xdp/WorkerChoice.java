package io.hnvgateway.dataplane.xdp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// How the program deals out frames to workers: `struct worker_choice` of `redirect.h`.
final class WorkerChoice {
    /// As `MAX_WORKERS` of `redirect.h`.
    static final int MOST_WORKERS = 16;

    private static final int BYTES = 16;

    private final BpfMap map;

    WorkerChoice(XdpProgram program) {
        map = program.map("choice");
    }

    /// Deals out to as many workers, by the hash that an earlier process left if it had as many.
    void begin(int workers) {
        byte[] stands = map.get(MapBytes.u32(0), BYTES).orElseThrow();
        if (ByteBuffer.wrap(stands).order(ByteOrder.nativeOrder()).getInt(8) != workers) {
            set(0, workers);
        }
    }

    /// @param seed of the hash that chooses; that of the flows' owners makes most packets arrive
    ///   there
    void set(long seed, int workers) {
        ByteBuffer value = ByteBuffer.allocate(BYTES).order(ByteOrder.nativeOrder());
        map.put(MapBytes.u32(0), value.putLong(seed).putInt(workers).array());
    }
}
