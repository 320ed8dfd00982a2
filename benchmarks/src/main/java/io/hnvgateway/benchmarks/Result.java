package io.hnvgateway.benchmarks;

/// One row; the keys are stable, for programs that compare runs. `metric` names what was measured
/// (rate, cost, ...) in `unit`; median, min and max go over the rounds of the run.
public record Result(
        String test, String variant, String metric, Load load, Spread spread, String unit) {

    /// What was sent: frame size inside the tunnel, concurrent flows, tenants they belong to.
    public record Load(String direction, int size, int flows, int compartments) {}

    String json() {
        return """
        {"test": "%s", "variant": "%s", "metric": "%s", "direction": "%s", "size": %d, \
        "flows": %d, "compartments": %d, "median": %s, "min": %s, "max": %s, "unit": "%s"}\
        """
                .formatted(
                        test,
                        variant,
                        metric,
                        load.direction,
                        load.size,
                        load.flows,
                        load.compartments,
                        Spread.plain(spread.median()),
                        Spread.plain(spread.min()),
                        Spread.plain(spread.max()),
                        unit);
    }
}
