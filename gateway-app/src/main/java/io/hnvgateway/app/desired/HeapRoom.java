package io.hnvgateway.app.desired;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import java.util.List;

/// Looks for the memory that a change takes before anything of it takes effect: an
/// [OutOfMemoryError] later would leave half of it done.
final class HeapRoom {
    /// What a network takes beside its records, compiled and in the books, and half as much again.
    private static final long NETWORK_BYTES = 7 << 10;

    private static final long RECORD_BYTES = 650;

    /// Changes below this are not worth a look: the collector keeps more than that free.
    private static final long LOOK_BYTES = 4 << 20;

    /// Small enough not to be a humongous object to any collector.
    private static final int PIECE_BYTES = 128 << 10;

    private HeapRoom() {}

    /// One fault if the heap has no room for these networks beside all that is in it.
    static List<Fault> faults(List<TenantNetwork> networks) {
        long bytes = needed(networks);
        return bytes < LOOK_BYTES || has(bytes)
                ? List.of()
                : List.of(
                        Fault.of(
                                        "virtualNetworks",
                                        networks.size() + " new or changed networks",
                                        "about %d MiB of heap are needed, and not free of %d"
                                                .formatted(
                                                        bytes >> 20,
                                                        Runtime.getRuntime().maxMemory() >> 20),
                                        "give the gateway a larger heap (-Xmx), or make the change in parts")
                                .with(FaultCode.CAPACITY_EXCEEDED));
    }

    static long needed(List<TenantNetwork> networks) {
        long records = networks.stream().mapToLong(n -> n.lookupRecords().size()).sum();
        return networks.size() * NETWORK_BYTES + records * RECORD_BYTES;
    }

    /// Where it is not free, it is taken for a moment: only so does the collector say what can be
    /// had.
    static boolean has(long bytes) {
        Runtime jvm = Runtime.getRuntime();
        if (jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory() >= bytes) {
            return true;
        }
        try {
            byte[][] pieces = new byte[Math.toIntExact(bytes / PIECE_BYTES)][];
            for (int i = 0; i < pieces.length; i++) {
                pieces[i] = new byte[PIECE_BYTES];
            }
            return true;
        } catch (OutOfMemoryError _) {
            return false;
        }
    }
}
