package io.hnvgateway.benchmarks.restart;

import io.hnvgateway.lab.netns.LabException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a gateway logs of its start.
///
/// @param adopted it went on with what the one before left, flows too
/// @param refused records that it could not prove
/// @param halfWritten flow entries that the killed process had in work
/// @param milliseconds of its start, from the process's first moment
/// @param processorMilliseconds of all its threads until then
/// @param phases of its start, in their order, milliseconds each
record StartLog(
        boolean adopted,
        int mappings,
        int sessions,
        int refused,
        int halfWritten,
        long milliseconds,
        long processorMilliseconds,
        Map<String, Long> phases) {
    private static final Pattern BEGINNING =
            Pattern.compile(
                    "event=start version=\\S+ state=(\\w+) from=\\S* reason=\"(.*)\""
                            + " mappings=(\\d+) sessions=(\\d+) flows=\\d+ refused=(\\d+)"
                            + " half-written=(\\d+)");
    private static final Pattern READY =
            Pattern.compile("event=ready .* ms=(\\d+) cpu-ms=(\\d+) phases-ms=\\{(.*)}");
    private static final Pattern PHASE = Pattern.compile("([\\w-]+)=(\\d+)");

    /// The phase at whose end packets are received.
    private static final String RECEIVES = "workers";

    static StartLog in(String log) {
        Matcher beginning = find(BEGINNING, log);
        Matcher ready = find(READY, log);
        return new StartLog(
                beginning.group(1).equals("adopted") && beginning.group(2).isEmpty(),
                Integer.parseInt(beginning.group(3)),
                Integer.parseInt(beginning.group(4)),
                Integer.parseInt(beginning.group(5)),
                Integer.parseInt(beginning.group(6)),
                Long.parseLong(ready.group(1)),
                Long.parseLong(ready.group(2)),
                phases(ready.group(3)));
    }

    private static Map<String, Long> phases(String text) {
        Map<String, Long> phases = new LinkedHashMap<>();
        for (MatchResult phase : PHASE.matcher(text).results().toList()) {
            phases.put(phase.group(1), Long.valueOf(phase.group(2)));
        }
        return phases;
    }

    /// From the process's first moment until its workers receive.
    long receivesMilliseconds() {
        long sum = 0;
        for (Map.Entry<String, Long> phase : phases.entrySet()) {
            sum += phase.getValue();
            if (phase.getKey().equals(RECEIVES)) {
                return sum;
            }
        }
        throw new LabException("the start has no phase " + RECEIVES + ": " + phases);
    }

    private static Matcher find(Pattern line, String log) {
        Matcher matcher = line.matcher(log);
        if (!matcher.find()) {
            throw new LabException("the log does not have " + line + ":\n" + log);
        }
        return matcher;
    }
}
