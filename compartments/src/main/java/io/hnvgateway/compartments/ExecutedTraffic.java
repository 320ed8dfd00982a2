package io.hnvgateway.compartments;

/// What another executor than the workers forwarded of one compartment: frames that no worker saw,
/// and so that none counts. Any thread.
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
            };

    /// Frames received and forwarded.
    long frames();

    /// Their bytes as they arrived.
    long bytes();

    /// This traffic, but what has passed by now: for a compartment that takes over a place in the
    /// other executor's counters.
    default ExecutedTraffic fromNow() {
        long framesBefore = frames();
        long bytesBefore = bytes();
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
        };
    }
}
