package io.hnvgateway.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rows of a run, in the order in which they came.
public final class Results {
    private final List<Result> rows = new ArrayList<>();

    public void add(Result row) {
        rows.add(row);
    }

    public List<Result> rows() {
        return List.copyOf(rows);
    }

    /// The row of a test, if there is one.
    public Optional<Result> find(String test, String variant, String metric, Result.Load load) {
        return rows.stream()
                .filter(row -> row.test().equals(test) && row.variant().equals(variant))
                .filter(row -> row.metric().equals(metric) && row.load().equals(load))
                .findFirst();
    }
}
