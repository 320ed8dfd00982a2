package io.hnvgateway.packet;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Bytes in a registered region of exactly their length, so that a read behind (or before) them
/// throws.
final class ExactFrame implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment segment;

    private ExactFrame(byte[] bytes) {
        segment = arena.allocate(bytes.length, 1);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        Memory.register(segment);
    }

    static ExactFrame of(byte[] bytes) {
        return new ExactFrame(bytes);
    }

    long address() {
        return segment.address();
    }

    int length() {
        return (int) segment.byteSize();
    }

    long end() {
        return address() + length();
    }

    byte[] bytes() {
        return segment.toArray(ValueLayout.JAVA_BYTE);
    }

    /// A packet whose current frame is this one.
    Packet packet() {
        Packet p = new Packet();
        p.reset(0, address(), length(), 0);
        return p;
    }

    @Override
    public void close() {
        Memory.unregister(segment);
        arena.close();
    }
}
