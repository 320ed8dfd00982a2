package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.steering.SharesArray;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// What no worker saw, by compartment: what the XDP program forwarded itself, `struct traffic` of
/// `traffic.h`, by CPU too; and what was refused to go up. The program writes, any thread reads.
public final class TrafficArray {
    /// Bytes of one compartment on one CPU.
    static final int BYTES = 32;

    static final int PACKETS_FROM_VMS = 0;
    static final int BYTES_FROM_VMS = 8;
    static final int PACKETS_TO_VMS = 16;
    static final int BYTES_TO_VMS = 24;

    /// Of a data path whose packets all go to the workers.
    public static final TrafficArray NONE =
            new TrafficArray(MemorySegment.NULL, 1, SharesArray.NONE);

    private static final VarHandle U64 = ValueLayout.JAVA_LONG.varHandle();

    private final MemorySegment array;
    private final long rowBytes;
    private final SharesArray shares;

    /// @param compartments largest compartment index + 1
    public TrafficArray(MemorySegment array, int compartments, SharesArray shares) {
        this.array = array;
        this.shares = shares;
        rowBytes = (long) compartments * BYTES;
    }

    /// Frames of a compartment, both directions.
    public long frames(int compartment) {
        return sum(compartment, PACKETS_FROM_VMS) + sum(compartment, PACKETS_TO_VMS);
    }

    /// Bytes of these frames as they arrived.
    public long bytes(int compartment) {
        return sum(compartment, BYTES_FROM_VMS) + sum(compartment, BYTES_TO_VMS);
    }

    /// Frames of a compartment that were refused to go up; of compartment 0, those of none.
    public long refused(int compartment) {
        return shares.refused(compartment);
    }

    private long sum(int compartment, int offset) {
        long sum = 0;
        long at = (long) compartment * BYTES + offset;
        for (long row = 0; row < array.byteSize(); row += rowBytes) {
            sum += (long) U64.getOpaque(array, row + at);
        }
        return sum;
    }
}
