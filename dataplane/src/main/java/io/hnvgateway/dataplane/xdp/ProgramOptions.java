package io.hnvgateway.dataplane.xdp;

import java.time.Duration;
import java.util.Optional;

/// What the program is loaded with.
///
/// @param execution empty: it executes no flow entries
/// @param heartbeatLimit how old the process's last sign of life may be; zero: none is asked for
public record ProgramOptions(
        TableSizes sizes, Optional<FlowExecution> execution, Duration heartbeatLimit) {
    /// Without a heartbeat.
    public ProgramOptions(TableSizes sizes, Optional<FlowExecution> execution) {
        this(sizes, execution, Duration.ZERO);
    }
}
