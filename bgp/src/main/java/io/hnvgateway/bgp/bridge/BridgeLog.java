package io.hnvgateway.bgp.bridge;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Lines on standard error, which is the speaker's own: standard output carries commands. A logging
/// library would cost memory.
final class BridgeLog {
    private BridgeLog() {}

    @SuppressWarnings("SystemOut") // there is no other way out
    static void error(String text) {
        System.err.println(
                Instant.now().truncatedTo(ChronoUnit.MILLIS)
                        + " bridge: "
                        + text.replace('\n', ' '));
    }
}
