package io.hnvgateway.dataplane.sys;

import static io.hnvgateway.dataplane.sys.SystemCallException.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What the kernel knows of its wall clock (adjtimex(2)).
///
/// @param synchronizedToSource a time service disciplines it
/// @param mostErrorMicros how far it may be off by the service's word
public record ClockState(boolean synchronizedToSource, long mostErrorMicros) {
    private static final int TIMEX_BYTES = 208;
    private static final int MAX_ERROR_AT = 24;
    private static final int STATUS_AT = 40;
    private static final int TIME_ERROR = 5;
    private static final int STA_UNSYNC = 0x40;

    /// Reads it and changes nothing. Any thread.
    public static ClockState read() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timex = arena.allocate(TIMEX_BYTES, Long.BYTES);
            int state = check("adjtimex", Libc.adjtimex(timex.address()));
            int status = timex.get(ValueLayout.JAVA_INT, STATUS_AT);
            return new ClockState(
                    state != TIME_ERROR && (status & STA_UNSYNC) == 0,
                    timex.get(ValueLayout.JAVA_LONG, MAX_ERROR_AT));
        }
    }
}
