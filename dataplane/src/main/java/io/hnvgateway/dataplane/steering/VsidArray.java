package io.hnvgateway.dataplane.steering;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;

/// The compartment index of each of 2^24 virtual subnets, `u32` each, 0 = none. Mapped from the XDP
/// program's map or anonymous; its pages exist once they are written.
public final class VsidArray {
    public static final long BYTES = 4L << 24;
    private static final VarHandle U32 = ValueLayout.JAVA_INT.varHandle();

    private final MemorySegment array;

    public VsidArray(MemorySegment array) {
        this.array = array;
    }

    /// @param compartment 0: none
    public void put(int vsid, int compartment) {
        U32.setRelease(array, 4L * vsid, compartment);
    }

    /// The compartment index of each VSID that has one.
    public Map<Integer, Integer> content() {
        Map<Integer, Integer> content = new HashMap<>();
        for (long at = 0; at < BYTES; at += Long.BYTES) {
            if (array.get(ValueLayout.JAVA_LONG, at) != 0) {
                add((int) (at >>> 2), content);
                add((int) (at >>> 2) + 1, content);
            }
        }
        return content;
    }

    private void add(int vsid, Map<Integer, Integer> content) {
        if (get(vsid) != 0) {
            content.put(vsid, get(vsid));
        }
    }

    /// The compartment index, 0 if no compartment has the subnet.
    public int get(int vsid) {
        return (int) U32.getAcquire(array, 4L * vsid);
    }
}
