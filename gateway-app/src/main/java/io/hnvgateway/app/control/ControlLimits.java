package io.hnvgateway.app.control;

import java.time.Duration;

/// What a client may use.
///
/// @param lineBytes longest request
/// @param smallLineBytes beyond it, one line is read at a time
/// @param idle a client that neither sends nor reads for so long is disconnected
record ControlLimits(int lineBytes, int smallLineBytes, Duration idle) {
    static final ControlLimits DEFAULT =
            new ControlLimits(128 << 20, 64 << 10, Duration.ofSeconds(10));
}
