package io.hnvgateway.ipsec.cipher;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// A packet's bytes in an array, where the JDK's ciphers want them.
final class HeapCopy {
    private static final int USUAL_BYTES = 2048;
    private static final int LONGEST_BYTES = 1 << 17;

    private byte[] bytes = new byte[USUAL_BYTES];

    /// The array, with `length` bytes from `address` at its start.
    byte[] of(long address, int length) {
        if (bytes.length < length) {
            bytes = new byte[LONGEST_BYTES];
        }
        MemorySegment.copy(Memory.everything(), ValueLayout.JAVA_BYTE, address, bytes, 0, length);
        return bytes;
    }

    static void back(byte[] from, int index, long address, int length) {
        MemorySegment.copy(
                from, index, Memory.everything(), ValueLayout.JAVA_BYTE, address, length);
    }

    void clear() {
        Arrays.fill(bytes, (byte) 0);
    }
}
