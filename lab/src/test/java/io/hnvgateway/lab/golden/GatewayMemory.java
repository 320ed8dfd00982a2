package io.hnvgateway.lab.golden;

import io.hnvgateway.dataplane.DataPathMemory;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Frames and tables of a gateway in memory, registered for checked access while it lives.
final class GatewayMemory implements AutoCloseable {
    private static final int FRAMES = 1024;
    private static final int FLOW_ENTRIES = 1 << 14;
    private static final int ADJACENCIES = 1 << 10;
    private static final int COMPARTMENTS = 1 << 8;
    private static final int LINE_BYTES = 64;

    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> registered = new ArrayList<>();
    private final MemorySegment area =
            segment((long) FRAMES * FramePool.FRAME_BYTES, FramePool.FRAME_BYTES);
    private final FramePool frames = new FramePool(area);
    private final DataPathMemory tables =
            new DataPathMemory(
                    segment((long) FLOW_ENTRIES * DataPathMemory.SLOT_BYTES, LINE_BYTES),
                    segment((long) ADJACENCIES * DataPathMemory.SLOT_BYTES, LINE_BYTES),
                    segment((long) COMPARTMENTS * Integer.BYTES, LINE_BYTES),
                    segment(LINE_BYTES, LINE_BYTES));

    FramePool frames() {
        return frames;
    }

    DataPathMemory tables() {
        return tables;
    }

    /// From here on every access to a frame is a fault.
    void forbidFrames() {
        Memory.unregister(area);
    }

    void permitFrames() {
        Memory.register(area);
    }

    MemorySegment segment(long bytes) {
        return segment(bytes, LINE_BYTES);
    }

    private MemorySegment segment(long bytes, long alignment) {
        MemorySegment segment = arena.allocate(bytes, alignment);
        Memory.register(segment);
        registered.add(segment);
        return segment;
    }

    @Override
    public void close() {
        registered.forEach(Memory::unregister);
        arena.close();
    }
}
