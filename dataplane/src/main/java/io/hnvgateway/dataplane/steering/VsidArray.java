package io.hnvgateway.dataplane.steering;

import io.hnvgateway.dataplane.sys.Libc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;

/// The compartment index of each of 2^24 virtual subnets, `u16` each, 0 = none. Mapped from the XDP
/// program's map, which has all of it from the first moment, or anonymous: then pages exist once
/// they are written.
public final class VsidArray {
    /// Largest compartment index.
    public static final int MAX_COMPARTMENT = Character.MAX_VALUE;

    public static final long BYTES = (long) Character.BYTES << 24;
    private static final int PIECE = 1 << 14;
    private static final VarHandle U16 = ValueLayout.JAVA_CHAR.varHandle();

    private final MemorySegment array;

    public VsidArray(MemorySegment array) {
        this.array = array;
    }

    /// @param compartment 0: none; at most [#MAX_COMPARTMENT]
    public void put(int vsid, int compartment) {
        if (compartment < 0 || compartment > MAX_COMPARTMENT) {
            throw new IllegalArgumentException("compartment: " + compartment + ": has 16 bits");
        }
        U16.setRelease(array, (long) Character.BYTES * vsid, (char) compartment);
    }

    /// The compartment index of each VSID that has one. Read piece by piece into the heap, where a
    /// loop is fast before it is compiled.
    public Map<Integer, Integer> content() {
        Map<Integer, Integer> content = new HashMap<>();
        char[] piece = new char[PIECE];
        for (int first = 0; first < BYTES / Character.BYTES; first += PIECE) {
            long at = (long) first * Character.BYTES;
            if (Libc.isZero(array.asSlice(at, (long) PIECE * Character.BYTES))) {
                continue;
            }
            MemorySegment.copy(array, ValueLayout.JAVA_CHAR, at, piece, 0, PIECE);
            for (int i = 0; i < PIECE; i++) {
                if (piece[i] != 0) {
                    content.put(first + i, (int) piece[i]);
                }
            }
        }
        return content;
    }

    /// The compartment index, 0 if no compartment has the subnet.
    public int get(int vsid) {
        return (char) U16.getAcquire(array, (long) Character.BYTES * vsid);
    }
}
