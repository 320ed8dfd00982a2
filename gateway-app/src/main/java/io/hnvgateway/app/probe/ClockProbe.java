package io.hnvgateway.app.probe;

import io.hnvgateway.dataplane.sys.ClockState;
import io.hnvgateway.packet.IpAddress;
import java.util.List;
import java.util.function.Supplier;

/// Whether a time service keeps the clock right: certificates, tokens and logs depend on it.
record ClockProbe(Supplier<ClockState> clock) {
    static final String NAME = "clock";

    /// Beyond that tokens and logs of several machines no more agree.
    private static final long MOST_ERROR_MICROS = 1_000_000;

    ClockProbe() {
        this(ClockState::read);
    }

    /// @param hosts of no meaning here
    List<ProbeResult> results(List<IpAddress> hosts) {
        ClockState now = clock.get();
        double errorMs = now.mostErrorMicros() / 1000.0;
        if (!now.synchronizedToSource()) {
            return List.of(
                    ProbeResult.failed(
                            NAME,
                            "",
                            "no time service keeps it right: start chrony or systemd-timesyncd"));
        }
        return List.of(
                now.mostErrorMicros() > MOST_ERROR_MICROS
                        ? ProbeResult.failed(
                                NAME,
                                "",
                                "may be off by %.0f ms: look at the time service's sources"
                                        .formatted(errorMs))
                        : ProbeResult.passed(
                                NAME,
                                "",
                                "synchronised, off by %.0f ms at most".formatted(errorMs)));
    }
}
