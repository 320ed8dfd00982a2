package io.hnvgateway.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hnvgateway.lab.DemoScenario.Line;
import io.hnvgateway.lab.netns.LabException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The table of the demo: a line as soon as its proof has ended, the sum at the end.
final class DemoReport {
    private final PrintStream out;
    private final List<Line> lines = new ArrayList<>();

    DemoReport(PrintStream out) {
        this.out = out;
    }

    void add(Line line) {
        if (lines.isEmpty()) {
            print("", "proof", "time", "carried (frames)", "seen");
        }
        lines.add(line);
        print(
                line.outcome().passed() ? "PASS" : line.outcome().skipped() ? "SKIP" : "FAIL",
                line.proof(),
                "%.1f s".formatted(line.milliseconds() / 1000.0),
                line.carried().toString(),
                line.outcome().seen());
    }

    private void print(String... columns) {
        out.printf("%-4s  %-52s  %7s  %-20s  %s%n", (Object[]) columns);
        out.flush();
    }

    int failed() {
        return (int) lines.stream().filter(line -> line.outcome().failed()).count();
    }

    /// The last line of a demo.
    String sum() {
        long passed = lines.stream().filter(line -> line.outcome().passed()).count();
        long skipped = lines.size() - passed - failed();
        return "%d passed, %d failed".formatted(passed, failed())
                + (skipped == 0 ? "" : ", %d skipped".formatted(skipped));
    }

    void write(Path file) {
        List<Map<String, Object>> rows =
                lines.stream()
                        .map(line ->
                                Map.<String, Object>of(
                                        "name", line.proof(),
                                        "seen", line.outcome().seen(),
                                        "passed", line.outcome().passed(),
                                        "skipped", line.outcome().skipped(),
                                        "xdpFrames", line.carried().xdp(),
                                        "javaFrames", line.carried().java(),
                                        "milliseconds", line.milliseconds()))
                        .toList();
        try {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), rows);
        } catch (IOException e) {
            throw new LabException("cannot write " + file, e);
        }
    }
}
