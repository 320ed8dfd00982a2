package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;

/// What a data path holds, closed in the reverse order of opening; begins with the frames' memory.
final class Resources implements AutoCloseable {
    private final Deque<Runnable> closings = new ArrayDeque<>();
    private final MemorySegment frames;
    private final FramePool framePool;

    Resources(int frameCount) {
        frames = anonymous((long) frameCount * FramePool.FRAME_BYTES);
        framePool = new FramePool(frames);
    }

    MemorySegment frames() {
        return frames;
    }

    FramePool framePool() {
        return framePool;
    }

    /// Maps zeroed memory.
    MemorySegment anonymous(long bytes) {
        return add(Mapping.anonymous(bytes));
    }

    /// Closes `mapping` later, and makes it known to the packet code now.
    MemorySegment add(Mapping mapping) {
        Memory.register(mapping.segment());
        closings.push(() -> {
            Memory.unregister(mapping.segment());
            mapping.close();
        });
        return mapping.segment();
    }

    void onClose(Runnable closing) {
        closings.push(closing);
    }

    @Override
    public void close() {
        while (!closings.isEmpty()) {
            closings.pop().run();
        }
    }
}
