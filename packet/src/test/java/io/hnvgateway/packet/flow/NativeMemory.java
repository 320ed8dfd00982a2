package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Zeroed native memory of one test, known to checked mode, freed at its end.
final class NativeMemory implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> segments = new ArrayList<>();

    MemorySegment allocate(long bytes, long alignment) {
        MemorySegment segment = arena.allocate(bytes, alignment);
        Memory.register(segment);
        segments.add(segment);
        return segment;
    }

    MemorySegment slots(int count) {
        return allocate(64L * count, 64);
    }

    /// An empty flow table of one family.
    FlowTable table(boolean ipv6, int capacity, long seed, AdjacencyReferences references) {
        return ipv6
                ? FlowTable.ipv6(slots(2 * capacity), seed, references)
                : new FlowTable(slots(capacity), seed, references);
    }

    FlowTable table(boolean ipv6, int capacity, long seed) {
        return table(ipv6, capacity, seed, new AdjacencyReferences(0));
    }

    @Override
    public void close() {
        segments.forEach(Memory::unregister);
        arena.close();
    }
}
