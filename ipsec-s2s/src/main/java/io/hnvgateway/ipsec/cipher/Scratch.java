package io.hnvgateway.ipsec.cipher;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A worker's place for what a cipher call needs beside packet and key; always in its core's cache.
/// Nothing in it outlives the call. Lives as long as the program.
final class Scratch {
    private static final int BYTES = 512;
    private static final int LINE_BYTES = 64;

    /// 12 bytes.
    final long nonce;

    /// 12 bytes.
    final long associated;

    /// 48 bytes.
    final long icv;

    /// An `int` or `long` that a function writes a length to.
    final long written;

    /// State of a call of ipsec-mb, 256 bytes.
    final long context;

    Scratch() {
        MemorySegment memory = Arena.global().allocate(BYTES, LINE_BYTES);
        Memory.register(memory);
        nonce = memory.address();
        associated = nonce + 16;
        written = nonce + 32;
        icv = nonce + LINE_BYTES;
        context = nonce + 2 * LINE_BYTES;
    }
}
