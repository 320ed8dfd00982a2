package io.hnvgateway.app.telemetry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads Prometheus' text format 0.0.4 as strictly as it is written down: a type before the first
/// sample, all samples of a metric together, no sample twice.
final class ExpositionText {
    private static final Pattern TYPE =
            Pattern.compile(
                    "# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|summary|histogram|untyped)");
    private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) .*");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)");

    private final Map<String, String> types = new HashMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private final Set<String> ended = new HashSet<>();
    private String current = "";

    /// A line with a value.
    record Sample(String name, Map<String, String> labels, double value) {}

    /// @throws AssertionError naming the line that is not of the format
    static ExpositionText parse(String text) {
        ExpositionText parsed = new ExpositionText();
        if (!text.endsWith("\n")) {
            throw new AssertionError("the last line has no end");
        }
        Set<String> seen = new HashSet<>();
        for (String line : text.split("\n", -1)) {
            if (!line.isEmpty()) {
                parsed.line(line);
                if (!line.startsWith("#") && !seen.add(line.substring(0, line.lastIndexOf(' ')))) {
                    throw new AssertionError("twice: " + line);
                }
            }
        }
        return parsed;
    }

    private void line(String line) {
        Matcher type = TYPE.matcher(line);
        if (type.matches()) {
            begin(type.group(1));
            types.put(type.group(1), type.group(2));
        } else if (line.startsWith("#")) {
            if (!HELP.matcher(line).matches()) {
                throw new AssertionError("not a comment of the format: " + line);
            }
        } else {
            sample(line);
        }
    }

    private void begin(String metric) {
        ended.add(current);
        current = metric;
        if (ended.contains(metric)) {
            throw new AssertionError("not together: " + metric);
        }
    }

    private void sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("no sample: " + line);
        }
        String name = sample.group(1);
        boolean ofCurrent =
                name.equals(current)
                        || (types.getOrDefault(current, "").matches("summary|histogram")
                                && name.matches(Pattern.quote(current) + "_(sum|count|bucket)"));
        if (!ofCurrent) {
            throw new AssertionError("not of " + current + ": " + line);
        }
        samples.add(new Sample(name, labels(sample.group(2), line), value(sample.group(3))));
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static Map<String, String> labels(String text, String line) {
        Map<String, String> labels = new HashMap<>();
        if (text == null) {
            return labels;
        }
        Matcher label = LABEL.matcher(text);
        int at = 0;
        while (label.lookingAt()) {
            String value = label.group(2).replace("\\n", "\n").replace("\\\"", "\"");
            if (labels.put(label.group(1), value.replace("\\\\", "\\")) != null) {
                throw new AssertionError("a label twice: " + line);
            }
            at = label.end();
            label.region(at, text.length());
        }
        if (at != text.length()) {
            throw new AssertionError("labels cannot be read: " + line);
        }
        return labels;
    }

    List<Sample> samples() {
        return samples;
    }

    List<Sample> samples(Metric metric) {
        return samples.stream().filter(s -> s.name().equals(metric.label())).toList();
    }

    /// The value of the only sample of a metric with a tenant.
    double of(Metric metric, String tenant) {
        List<Sample> found =
                samples(metric).stream()
                        .filter(s -> tenant.equals(s.labels().get("tenant")))
                        .toList();
        if (found.size() != 1) {
            throw new AssertionError(metric + " of " + tenant + ": " + found);
        }
        return found.getFirst().value();
    }

    Map<String, String> types() {
        return types;
    }
}
