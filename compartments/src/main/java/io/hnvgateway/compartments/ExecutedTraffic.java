package io.hnvgateway.compartments;

/// What no worker saw of one compartment, and so none counts: what another executor forwarded, and
/// what was not let up to the workers. Any thread.
public interface ExecutedTraffic {
    /// There is no other executor.
    ExecutedTraffic NONE =
            new ExecutedTraffic() {
                @Override
                public long frames() {
                    return 0;
                }

                @Override
                public long bytes() {
                    return 0;
                }

                @Override
                public long refused() {
                    return 0;
                }
            };

    /// Frames received and forwarded.
    long frames();

    /// Their bytes as they arrived.
    long bytes();

    /// Frames dropped because the workers were behind and the compartment's share of them was used
    /// up ([io.hnvgateway.packet.DropReason#SLOW_PATH_LIMIT]); not among [#frames()].
    long refused();

    /// This traffic, but what has passed by now: for a compartment that takes over a place in the
    /// other executor's counters.
    default ExecutedTraffic fromNow() {
        long framesBefore = frames();
        long bytesBefore = bytes();
        long refusedBefore = refused();
        ExecutedTraffic all = this;
        return new ExecutedTraffic() {
            @Override
            public long frames() {
                return all.frames() - framesBefore;
            }

            @Override
            public long bytes() {
                return all.bytes() - bytesBefore;
            }

            @Override
            public long refused() {
                return all.refused() - refusedBefore;
            }
        };
    }
}
