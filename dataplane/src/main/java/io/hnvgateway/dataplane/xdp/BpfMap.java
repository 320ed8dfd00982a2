package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.Mapping;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.function.BiConsumer;

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

    /// The value of a key, if it has one.
    Optional<byte[]> get(byte[] key, int valueBytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(valueBytes, 8);
            return LibBpf.lookUp(name, fd, copy(arena, key), value.address())
                    ? Optional.of(value.toArray(ValueLayout.JAVA_BYTE))
                    : Optional.empty();
        }
    }

    /// Takes each entry, of a map that nobody changes meanwhile.
    void forEach(int keyBytes, int valueBytes, BiConsumer<byte[], byte[]> take) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = arena.allocate(keyBytes, 8);
            MemorySegment value = arena.allocate(valueBytes, 8);
            long before = 0;
            while (LibBpf.nextKey(name, fd, before, key.address())) {
                before = key.address();
                if (LibBpf.lookUp(name, fd, before, value.address())) {
                    take.accept(
                            key.toArray(ValueLayout.JAVA_BYTE),
                            value.toArray(ValueLayout.JAVA_BYTE));
                }
            }
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
