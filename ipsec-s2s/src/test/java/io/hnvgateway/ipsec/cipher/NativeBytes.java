package io.hnvgateway.ipsec.cipher;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Bytes at native addresses, registered for checked memory.
final class NativeBytes implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment segment;

    NativeBytes(int bytes) {
        segment = arena.allocate(bytes, 64);
        Memory.register(segment);
    }

    static NativeBytes of(byte[] content) {
        NativeBytes bytes = new NativeBytes(Math.max(1, content.length));
        bytes.put(0, content);
        return bytes;
    }

    long address() {
        return segment.address();
    }

    void put(int at, byte[] content) {
        MemorySegment.copy(content, 0, segment, ValueLayout.JAVA_BYTE, at, content.length);
    }

    byte[] get(int at, int bytes) {
        return segment.asSlice(at, bytes).toArray(ValueLayout.JAVA_BYTE);
    }

    void flip(int bit) {
        long at = address() + bit / 8;
        Memory.put8(at, Memory.u8(at) ^ 1 << bit % 8);
    }

    @Override
    public void close() {
        Memory.unregister(segment);
        arena.close();
    }
}
