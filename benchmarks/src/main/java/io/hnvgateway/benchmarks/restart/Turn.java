package io.hnvgateway.benchmarks.restart;

/// One restart.
///
/// @param begunMilliseconds from the kill until the new process's first moment, in steps of 10
/// @param readyMilliseconds from the kill until the control socket answers
/// @param newFlowsMilliseconds from the kill until a new flow's packet is answered
/// @param cached whether it started with a start cache
/// @param start what the new process logged of its start
/// @param after what it holds
record Turn(
        boolean cached,
        double begunMilliseconds,
        double readyMilliseconds,
        double newFlowsMilliseconds,
        StartLog start,
        Footprint after) {

    double phase(String name) {
        return start.phases().getOrDefault(name, 0L);
    }

    /// From the moment when workers receive until a new flow's packet is answered.
    double answeredMilliseconds() {
        return newFlowsMilliseconds - begunMilliseconds - start.receivesMilliseconds();
    }
}
