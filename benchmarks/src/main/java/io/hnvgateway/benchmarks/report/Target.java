package io.hnvgateway.benchmarks.report;

import io.hnvgateway.benchmarks.Results;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What a run is to reach: a figure at most, or at least, a number or so many times another figure
/// of the same run.
///
/// @param what the work, for people
/// @param bound the same as people write it, as "≤ 1/8 of Linux's"
/// @param reference null: `factor` itself is the limit
record Target(
        String what,
        String bound,
        Figure figure,
        Relation relation,
        double factor,
        @Nullable Figure reference) {

    enum Relation {
        AT_MOST,
        AT_LEAST
    }

    enum Outcome {
        MET("met"),
        NOT_MET("**not met**"),
        NOT_MEASURED("not measured");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /// @param figures what was compared
    record Check(Target target, Outcome outcome, String figures) {}

    Check check(Results results) {
        OptionalDouble value = figure.in(results);
        OptionalDouble other = reference == null ? OptionalDouble.of(1) : reference.in(results);
        if (value.isEmpty() || other.isEmpty()) {
            return new Check(this, Outcome.NOT_MEASURED, "");
        }
        double limit = factor * other.getAsDouble();
        boolean met =
                relation == Relation.AT_MOST
                        ? value.getAsDouble() <= limit
                        : value.getAsDouble() >= limit;
        return new Check(
                this,
                met ? Outcome.MET : Outcome.NOT_MET,
                figures(value.getAsDouble(), other.getAsDouble()));
    }

    private String figures(double value, double other) {
        if (reference == null) {
            return Figure.text(value);
        }
        double ratio = value / other;
        String compared =
                relation == Relation.AT_MOST && ratio < 0.9
                        ? String.format(Locale.ROOT, "1/%.1f", 1 / ratio)
                        : String.format(Locale.ROOT, "%.2f ×", ratio);
        return "%s to %s: %s".formatted(Figure.text(value), Figure.text(other), compared);
    }
}
