package io.hnvgateway.benchmarks.restart;

/// What became of the established sessions' packets, over one restart or some in a row.
///
/// @param lost did not arrive; `lostByHost` of them the machine's links and the sink had no room
///   for
record Stretch(long sent, long lost, long lostByHost) {
    double lostByGateway() {
        return Math.max(0, lost - lostByHost);
    }
}
