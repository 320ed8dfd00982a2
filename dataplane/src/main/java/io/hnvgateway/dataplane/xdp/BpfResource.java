package io.hnvgateway.dataplane.xdp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Compiled BPF programs in the jar.
final class BpfResource {
    private static final String DIGEST = ".sha256";

    private BpfResource() {}

    /// Opens one, not yet loaded.
    ///
    /// @return libbpf's object
    static long open(String name) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] elf = bytes(name);
            MemorySegment copy = arena.allocate(elf.length, 8);
            MemorySegment.copy(elf, 0, copy, ValueLayout.JAVA_BYTE, 0, elf.length);
            return LibBpf.openObject(copy);
        }
    }

    /// SHA-256 of one, in hexadecimal: the build wrote it beside, for to compute it takes a start
    /// longer than to read it.
    static String digest(String name) {
        return new String(bytes(name + DIGEST), US_ASCII).strip();
    }

    private static byte[] bytes(String name) {
        try (InputStream in = BpfResource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
