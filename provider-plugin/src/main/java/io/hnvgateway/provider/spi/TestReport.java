package io.hnvgateway.provider.spi;

import java.util.List;
import java.util.Locale;

/// What the *Test* step found, in the order in which it was tried.
public record TestReport(List<Line> lines) {
    public TestReport {
        lines = List.copyOf(lines);
    }

    /// Nothing failed.
    public boolean passed() {
        return lines.stream().noneMatch(line -> line.result() == Result.FAILED);
    }

    /// How a step ended.
    public enum Result {
        PASSED,
        FAILED,
        /// There was nothing to try, or it could not be tried after what failed before.
        SKIPPED,
        IMPLEMENTED,
        NOT_IMPLEMENTED;

        /// As a controller shows it.
        public String label() {
            String words = name().replace('_', ' ').toLowerCase(Locale.ROOT);
            return Character.toUpperCase(words.charAt(0)) + words.substring(1);
        }
    }

    /// One line.
    ///
    /// @param name what was tried, or an operation
    /// @param detail a sentence; of a failure the reason and what to do
    public record Line(Result result, String name, String detail) {
        @Override
        public String toString() {
            String line = "%-15s  %s".formatted(result.label(), name);
            return detail.isEmpty() ? line : line + ": " + detail;
        }
    }

    /// As a controller's Test step prints it.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
