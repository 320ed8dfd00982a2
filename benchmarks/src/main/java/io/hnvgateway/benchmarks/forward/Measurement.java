package io.hnvgateway.benchmarks.forward;

import java.util.HashMap;
import java.util.Map;

/// What the load tool printed after one phase.
record Measurement(Map<String, Long> values) {

    static Measurement parse(String output) {
        Map<String, Long> values = new HashMap<>();
        output.lines()
                .map(line -> line.split(" ", -1))
                .filter(words -> words.length == 2)
                .forEach(words -> values.put(words[0], Long.valueOf(words[1])));
        return new Measurement(values);
    }

    private long value(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("the load tool did not report " + name);
        }
        return value;
    }

    long delivered() {
        return value("delivered");
    }

    long wrong() {
        return value("wrong");
    }

    double lostShare() {
        return (double) value("lost") / Math.max(1, value("sent"));
    }

    double packetsPerSecond() {
        return delivered() * 1e9 / value("elapsed_ns");
    }

    /// CPU time of all who took part, less the generator's waiting, for each packet delivered.
    double costNs() {
        double busyNs = value("own_ns") - value("waited_ns") + value("others_ns");
        return busyNs / Math.max(1, delivered());
    }
}
