package io.hnvgateway.benchmarks.traffic;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the load tool printed after one phase.
public record Measurement(Map<String, Long> values, LatencyHistogram latencies) {
    private static final double TOLERATED_LOSS = 0.01;

    static Measurement parse(String output) {
        Map<String, Long> values = new HashMap<>();
        LatencyHistogram latencies = new LatencyHistogram();
        List<String[]> lines = output.lines().map(line -> line.split(" ", -1)).toList();
        for (String[] words : lines) {
            if (words.length == 2) {
                values.put(words[0], Long.valueOf(words[1]));
            } else if (words.length == 3 && words[0].equals("bucket")) {
                latencies.add(Integer.parseInt(words[1]), Long.parseLong(words[2]));
            }
        }
        return new Measurement(values, latencies);
    }

    private long value(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("the load tool did not report " + name);
        }
        return value;
    }

    public long delivered() {
        return value("delivered");
    }

    public long sent() {
        return value("sent");
    }

    public long lost() {
        return value("lost");
    }

    public long wrong() {
        return value("wrong");
    }

    /// Flows whose external port is known.
    long learned() {
        return value("learned");
    }

    /// Throws if packets were lost, or came out wrong, or not at all.
    public Measurement checked(String variant) throws IOException {
        double lostShare = (double) value("lost") / Math.max(1, value("sent"));
        if (wrong() > 0 || delivered() == 0 || lostShare > TOLERATED_LOSS) {
            throw new IOException(variant + " did not forward properly: " + values);
        }
        return this;
    }

    public double packetsPerSecond() {
        return delivered() * 1e9 / value("elapsed_ns");
    }

    /// CPU time of all who took part, less the generator's waiting, for each packet delivered.
    public double costNs() {
        double busyNs = value("own_ns") - value("waited_ns") + value("others_ns");
        return busyNs / Math.max(1, delivered());
    }
}
