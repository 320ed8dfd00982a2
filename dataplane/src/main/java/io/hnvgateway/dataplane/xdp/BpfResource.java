package io.hnvgateway.dataplane.xdp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Compiled BPF programs in the jar.
final class BpfResource {
    private BpfResource() {}

    /// Opens one, not yet loaded.
    ///
    /// @return libbpf's object
    static long open(String name) {
        try (Arena arena = Arena.ofConfined();
                InputStream in = BpfResource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            byte[] elf = in.readAllBytes();
            MemorySegment copy = arena.allocate(elf.length, 8);
            MemorySegment.copy(elf, 0, copy, ValueLayout.JAVA_BYTE, 0, elf.length);
            return LibBpf.openObject(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
