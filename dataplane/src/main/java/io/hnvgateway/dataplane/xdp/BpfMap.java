package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.Mapping;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A loaded map. Owner: one control thread.
final class BpfMap {
    private final String name;
    private final int fd;

    BpfMap(String name, int fd) {
        this.name = name;
        this.fd = fd;
    }

    /// @param key bytes as the program reads them, as `value`'s
    void put(byte[] key, byte[] value) {
        try (Arena arena = Arena.ofConfined()) {
            LibBpf.update(name, fd, copy(arena, key), copy(arena, value));
        }
    }

    void remove(byte[] key) {
        try (Arena arena = Arena.ofConfined()) {
            LibBpf.delete(name, fd, copy(arena, key));
        }
    }

    private static long copy(Arena arena, byte[] bytes) {
        MemorySegment copy = arena.allocate(bytes.length, 8);
        MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return copy.address();
    }

    /// The first `bytes` bytes of a mappable array.
    Mapping map(long bytes) {
        return Mapping.ofDescriptor("BPF map " + name, fd, bytes, 0);
    }
}
