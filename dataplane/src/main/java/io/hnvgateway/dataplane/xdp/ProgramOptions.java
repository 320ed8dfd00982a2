package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.steering.SlowPathLimit;
import java.time.Duration;
import java.util.Optional;

/// What the program is loaded with.
///
/// @param execution empty: it executes no flow entries
/// @param slowPathLimit what each compartment may send up while the workers are behind
/// @param heartbeatLimit how old the process's last sign of life may be; zero: none is asked for
public record ProgramOptions(
        TableSizes sizes,
        Optional<FlowExecution> execution,
        SlowPathLimit slowPathLimit,
        Duration heartbeatLimit) {
    /// Without a heartbeat.
    public ProgramOptions(
            TableSizes sizes, Optional<FlowExecution> execution, SlowPathLimit slowPathLimit) {
        this(sizes, execution, slowPathLimit, Duration.ZERO);
    }
}
