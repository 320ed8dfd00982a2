package io.hnvgateway.app.telemetry;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Whether the gateway does what it is there for. Any thread; answers are a second old at most, so
/// that who asks often costs nothing.
public final class Health implements Figures {
    private static final long FRESH_NS = 1_000_000_000L;

    private final List<HealthCheck> checks;
    private final LongSupplier nanoTime;
    private List<Row> rows = List.of();
    private long lookedAtNs;

    /// What came of one check.
    ///
    /// @param state `passes` or `fails`
    /// @param reason of a failure; empty: it passes
    public record Row(String check, String state, String reason) {
        public boolean passes() {
            return reason.isEmpty();
        }
    }

    Health(List<HealthCheck> checks, LongSupplier nanoTime) {
        this.checks = List.copyOf(checks);
        this.nanoTime = nanoTime;
    }

    /// Each check.
    public synchronized List<Row> rows() {
        long nowNs = nanoTime.getAsLong();
        if (rows.isEmpty() || nowNs - lookedAtNs >= FRESH_NS) {
            List<Row> found = new ArrayList<>();
            checks.forEach(check -> found.add(look(check)));
            rows = List.copyOf(found);
            lookedAtNs = nowNs;
        }
        return rows;
    }

    /// Whether every check passes.
    public boolean isReady() {
        return rows().stream().allMatch(Row::passes);
    }

    private static Row look(HealthCheck check) {
        String fault;
        try {
            fault = check.fault();
        } catch (Exception e) {
            fault = "cannot be found out: " + e;
        }
        return new Row(check.label(), fault.isEmpty() ? "passes" : "fails", fault);
    }

    @Override
    public void into(Samples samples) {
        for (Row row : rows()) {
            samples.add(Metric.HEALTHY, row.passes() ? 1 : 0, Labels.EMPTY, row.check());
        }
    }
}
