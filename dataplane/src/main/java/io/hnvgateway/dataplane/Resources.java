package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.sys.AllMulticast;
import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/// What a data path holds, closed in the reverse order of opening; begins with the frames' memory.
final class Resources implements AutoCloseable {
    private final Deque<Runnable> closings = new ArrayDeque<>();
    private final MemorySegment frames;
    private final List<FramePool> framePools;

    /// @param framesOfWorkers how many frames each worker's pool has
    Resources(int... framesOfWorkers) {
        long frameCount = IntStream.of(framesOfWorkers).sum();
        frames = anonymous(frameCount * FramePool.FRAME_BYTES);
        framePools = FramePool.divide(frames, framesOfWorkers);
    }

    MemorySegment frames() {
        return frames;
    }

    /// By worker.
    List<FramePool> framePools() {
        return framePools;
    }

    /// Maps zeroed memory.
    MemorySegment anonymous(long bytes) {
        return add(Mapping.anonymous(bytes));
    }

    /// As [#anonymous], for a table that is read in no order.
    MemorySegment table(long bytes) {
        return add(Mapping.inHugePages(bytes));
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

    /// Lets solicitations of the gateway's own addresses through each device's filter.
    void receiveAllMulticast(List<String> devices) {
        for (String device : devices) {
            AllMulticast membership = new AllMulticast(NetDevice.of(device));
            onClose(membership::close);
        }
    }

    /// When all others are closed.
    void onCloseLast(Runnable closing) {
        closings.addLast(closing);
    }

    void onClose(Runnable closing) {
        closings.push(closing);
    }

    @Override
    public void close() {
        RuntimeException first = null;
        while (!closings.isEmpty()) {
            try {
                closings.pop().run();
            } catch (RuntimeException fault) {
                first = first == null ? fault : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
