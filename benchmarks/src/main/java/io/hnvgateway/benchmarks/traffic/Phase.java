package io.hnvgateway.benchmarks.traffic;

/// How the generator sends, and until when.
///
/// @param seconds it ends then at the latest
/// @param flows which of the scenario's flows
/// @param packets after which it ends; 0: only the time ends it
/// @param intervalNs between two packets; 0: as fast as they arrive
/// @param learns whether each flow's external port is noted
record Phase(double seconds, FlowRange flows, long packets, long intervalNs, boolean learns) {

    /// As fast as packets arrive.
    static Phase saturated(Scenario scenario, double seconds) {
        return new Phase(seconds, all(scenario), 0, 0, false);
    }

    /// At an even pace.
    static Phase paced(Scenario scenario, double seconds, double packetsPerSecond) {
        long intervalNs = Math.max(1, Math.round(1e9 / packetsPerSecond));
        return new Phase(seconds, all(scenario), 0, intervalNs, false);
    }

    /// Each flow once.
    static Phase once(FlowRange flows, boolean learns, double limitSeconds) {
        return new Phase(limitSeconds, flows, flows.count(), 0, learns);
    }

    private static FlowRange all(Scenario scenario) {
        return new FlowRange(0, scenario.flows());
    }
}
