package io.hnvgateway.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;

/// A run as a file: `{"machine": ..., "kernel": ..., "date": ..., "effort": ..., "results":
/// [...]}`.
///
/// @param effort `quick` or `full`
/// @param date of its end, UTC
public record ResultsFile(
        String machine, String kernel, String date, String effort, Results results) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// A run that has just ended here.
    public static ResultsFile of(boolean quick, Results results) {
        return new ResultsFile(
                Machine.describe(),
                System.getProperty("os.version"),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                quick ? "quick" : "full",
                results);
    }

    public void write(Path file) throws IOException {
        String list =
                results.rows().stream().map(Result::json).collect(Collectors.joining(",\n    "));
        Files.writeString(
                file,
                """
                {
                  "machine": "%s",
                  "kernel": "%s",
                  "date": "%s",
                  "effort": "%s",
                  "results": [
                    %s
                  ]
                }
                """
                        .formatted(machine, kernel, date, effort, list));
    }

    public static ResultsFile read(Path file) throws IOException {
        JsonNode root = JSON.readTree(Files.readString(file));
        Results results = new Results();
        for (JsonNode row : root.path("results")) {
            results.add(row(row));
        }
        return new ResultsFile(
                root.path("machine").asText(),
                root.path("kernel").asText(),
                root.path("date").asText(),
                root.path("effort").asText(),
                results);
    }

    private static Result row(JsonNode row) {
        return new Result(
                row.path("test").asText(),
                row.path("variant").asText(),
                row.path("metric").asText(),
                new Result.Load(
                        row.path("direction").asText(),
                        row.path("size").asInt(),
                        row.path("flows").asInt(),
                        row.path("compartments").asInt()),
                new Spread(
                        row.path("median").asDouble(Double.NaN),
                        row.path("min").asDouble(Double.NaN),
                        row.path("max").asDouble(Double.NaN)),
                row.path("unit").asText());
    }
}
