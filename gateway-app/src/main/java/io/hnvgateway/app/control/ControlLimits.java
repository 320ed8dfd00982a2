package io.hnvgateway.app.control;

import java.time.Duration;

/// What a client may use.
///
/// @param lineBytes longest request
/// @param smallLineBytes beyond it, one line is read at a time
/// @param idle a client that neither sends nor reads for so long is disconnected
record ControlLimits(int lineBytes, int smallLineBytes, Duration idle) {
    private static final int MOST_LINE_BYTES = 128 << 20;

    /// A request stands in the heap beside what becomes of it: about three times its text in
    /// resources, and as much again compiled.
    private static final int HEAP_PART = 8;

    /// Those of a JVM with a heap of that size.
    static ControlLimits of(long heapBytes) {
        return new ControlLimits(
                (int) Math.min(heapBytes / HEAP_PART, MOST_LINE_BYTES),
                64 << 10,
                Duration.ofSeconds(10));
    }
}
