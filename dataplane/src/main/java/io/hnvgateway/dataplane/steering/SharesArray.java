package io.hnvgateway.dataplane.steering;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Each compartment's shares of the workers: one for each direction, one for known flows into
/// tunnels and one for what comes for its tunnels; and behind them those of what belongs to no
/// compartment, by port and verdict: `struct share` of `shares.h`. The XDP program takes of them,
/// or workers over AF_PACKET; any thread reads what was refused.
public final class SharesArray {
    /// Bytes of a share.
    public static final int BYTES = 16;

    public static final int USED_UNTIL = 0;
    public static final int REFUSED = 8;

    static final int SHARES_EACH = 4;
    static final int MAX_PORTS = 16;
    static final int GATEWAY_VERDICTS = 8;

    /// Of a data path that refuses nothing.
    public static final SharesArray NONE = new SharesArray(MemorySegment.NULL, 0);

    private static final VarHandle U64 = ValueLayout.JAVA_LONG.varHandle();

    private final MemorySegment array;
    private final int compartments;

    /// @param compartments largest compartment index + 1
    public SharesArray(MemorySegment array, int compartments) {
        this.array = array;
        this.compartments = compartments;
    }

    public static int entries(int compartments) {
        return compartments * SHARES_EACH + MAX_PORTS * GATEWAY_VERDICTS;
    }

    public static long bytes(int compartments) {
        return (long) entries(compartments) * BYTES;
    }

    /// Frames that were refused to a compartment, of all its shares.
    ///
    /// @param compartment 0: those that belong to none
    public long refused(int compartment) {
        if (array.byteSize() == 0) {
            return 0;
        }
        return compartment == 0
                ? refused(compartments * SHARES_EACH, entries(compartments))
                : refused(compartment * SHARES_EACH, (compartment + 1) * SHARES_EACH);
    }

    private long refused(int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += (long) U64.getOpaque(array, (long) i * BYTES + REFUSED);
        }
        return sum;
    }
}
