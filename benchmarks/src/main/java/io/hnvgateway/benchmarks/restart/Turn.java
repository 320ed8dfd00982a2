package io.hnvgateway.benchmarks.restart;

/// One restart.
///
/// @param lost packets of the established sessions that did not arrive; `lostByHost` of them the
///   machine's links and the sink had no room for
/// @param readyMilliseconds from the kill until the control socket answers
/// @param newFlowsMilliseconds from the kill until a new flow's packet is answered
record Turn(
        long sent,
        long lost,
        long lostByHost,
        double readyMilliseconds,
        double newFlowsMilliseconds,
        Footprint after) {

    double lostByGateway() {
        return Math.max(0, lost - lostByHost);
    }
}
