package io.hnvgateway.dataplane.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What the kernel knows of its clock's discipline, `adjtimex(2)`: read only.
public final class KernelClock {
    /// `struct timex` on 64-bit machines; rounded up.
    private static final int BYTES = 256;

    private static final int OFFSET = 8;
    private static final int MAXIMUM_ERROR = 24;
    private static final int ESTIMATED_ERROR = 32;
    private static final int STATUS = 40;
    private static final int STATUS_UNSYNCHRONISED = 0x40;
    private static final int STATUS_NANOSECONDS = 0x2000;
    private static final int TIME_ERROR = 5;
    private static final long US_A_SECOND = 1_000_000;
    private static final long NS_A_SECOND = 1_000_000_000;

    private KernelClock() {}

    /// @param synchronised some daemon says that it follows a time source
    /// @param offsetSeconds what is still to be corrected
    /// @param maximumErrorSeconds by the daemon's word; large where none runs
    public record State(
            boolean synchronised,
            double offsetSeconds,
            double estimatedErrorSeconds,
            double maximumErrorSeconds) {}

    /// @throws SystemCallException if the kernel says nothing
    public static State read() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timex = arena.allocate(BYTES, Long.BYTES);
            int state = SystemCallException.check("adjtimex", Libc.adjtimex(timex.address()));
            int status = timex.get(ValueLayout.JAVA_INT, STATUS);
            boolean fine = (status & STATUS_NANOSECONDS) != 0;
            double unit = fine ? NS_A_SECOND : US_A_SECOND;
            return new State(
                    state != TIME_ERROR && (status & STATUS_UNSYNCHRONISED) == 0,
                    timex.get(ValueLayout.JAVA_LONG, OFFSET) / unit,
                    timex.get(ValueLayout.JAVA_LONG, ESTIMATED_ERROR) / (double) US_A_SECOND,
                    timex.get(ValueLayout.JAVA_LONG, MAXIMUM_ERROR) / (double) US_A_SECOND);
        }
    }
}
