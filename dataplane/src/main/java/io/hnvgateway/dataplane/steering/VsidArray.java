package io.hnvgateway.dataplane.steering;

import io.hnvgateway.dataplane.sys.Libc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;

/// The compartment index of each of 2^24 virtual subnets, `u32` each, 0 = none. Mapped from the XDP
/// program's map or anonymous; its pages exist once they are written.
public final class VsidArray {
    public static final long BYTES = 4L << 24;
    private static final int PIECE = 1 << 14;
    private static final VarHandle U32 = ValueLayout.JAVA_INT.varHandle();

    private final MemorySegment array;

    public VsidArray(MemorySegment array) {
        this.array = array;
    }

    /// @param compartment 0: none
    public void put(int vsid, int compartment) {
        U32.setRelease(array, 4L * vsid, compartment);
    }

    /// The compartment index of each VSID that has one. Read piece by piece into the heap, where a
    /// loop is fast before it is compiled.
    public Map<Integer, Integer> content() {
        Map<Integer, Integer> content = new HashMap<>();
        int[] piece = new int[PIECE];
        for (int first = 0; first < BYTES / Integer.BYTES; first += PIECE) {
            long at = (long) first * Integer.BYTES;
            if (Libc.isZero(array.asSlice(at, (long) PIECE * Integer.BYTES))) {
                continue;
            }
            MemorySegment.copy(array, ValueLayout.JAVA_INT, at, piece, 0, PIECE);
            for (int i = 0; i < PIECE; i++) {
                if (piece[i] != 0) {
                    content.put(first + i, piece[i]);
                }
            }
        }
        return content;
    }

    /// The compartment index, 0 if no compartment has the subnet.
    public int get(int vsid) {
        return (int) U32.getAcquire(array, 4L * vsid);
    }
}
