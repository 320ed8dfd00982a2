package io.hnvgateway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The rows of a run, in the order in which they came.
public final class Results {
    private final List<Result> rows = new ArrayList<>();

    public void add(Result row) {
        rows.add(row);
    }

    public List<Result> rows() {
        return List.copyOf(rows);
    }

    /// Writes `{"machine": ..., "date": ..., "results": [...]}`.
    public void write(Path file) throws IOException {
        String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String list = rows.stream().map(Result::json).collect(Collectors.joining(",\n    "));
        Files.writeString(
                file,
                """
                {
                  "machine": "%s",
                  "date": "%s",
                  "results": [
                    %s
                  ]
                }
                """
                        .formatted(Machine.describe(), date, list));
    }
}
