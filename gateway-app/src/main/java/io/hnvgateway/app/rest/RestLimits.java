package io.hnvgateway.app.rest;

import io.hnvgateway.app.access.Role;
import java.time.Duration;

/// What clients of the endpoint may use.
///
/// @param connections of all sources together
/// @param connectionsOfSource beyond it, one that comes is closed at once
/// @param requests under way at a time, of all callers together
/// @param quiet a connection on which no request is under way for so long is closed, whatever comes
///   in on it: handshakes, heads and idle ones all end here
/// @param request an answer that takes longer is given up
/// @param bodyStart a body may come at any speed for so long, then at [#BODY_BYTES_A_SECOND]
/// @param largeBodyBytes longest body of a caller that may change things; one such at a time
/// @param answerBytes of answers that were made and not taken yet, of all callers together
public record RestLimits(
        int connections,
        int connectionsOfSource,
        int requests,
        Duration quiet,
        Duration request,
        Duration bodyStart,
        int largeBodyBytes,
        long answerBytes) {
    /// Of which several come at a time.
    static final int MIDDLE_BODY_BYTES = 1 << 20;

    /// Longest of who may change nothing: as many as there are requests.
    static final int SMALL_BODY_BYTES = 64 << 10;

    static final int MIDDLE_BODIES = 16;
    static final int BODY_BYTES_A_SECOND = 256 << 10;
    private static final int MOST_BODY_BYTES = 64 << 20;

    /// A body stands in the heap beside what becomes of it, as on the control socket.
    private static final int HEAP_PART = 8;

    /// Those of a JVM with a heap of that size.
    public static RestLimits of(long heapBytes) {
        return new RestLimits(
                1024,
                64,
                256,
                Duration.ofSeconds(15),
                Duration.ofSeconds(100),
                Duration.ofSeconds(10),
                Math.clamp(heapBytes / HEAP_PART, MIDDLE_BODY_BYTES, MOST_BODY_BYTES),
                heapBytes / HEAP_PART);
    }

    public RestLimits withQuiet(Duration shorter) {
        return new RestLimits(
                connections,
                connectionsOfSource,
                requests,
                shorter,
                request,
                shorter,
                largeBodyBytes,
                answerBytes);
    }

    /// Requests of one caller that may be under way.
    int requestsOf(Role role) {
        return switch (role) {
            case ADMINISTRATOR -> requests / 2;
            case OPERATOR -> requests / 4;
            case TENANT_READER -> requests / 16;
        };
    }
}
