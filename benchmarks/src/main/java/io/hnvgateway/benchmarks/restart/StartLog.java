package io.hnvgateway.benchmarks.restart;

import io.hnvgateway.lab.netns.LabException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a gateway logs of its start.
///
/// @param adopted it went on with what the one before left, flows too
/// @param refused records that it could not prove
/// @param halfWritten flow entries that the killed process had in work
/// @param milliseconds of its start, from the process's first moment
/// @param processorMilliseconds of all its threads until then
record StartLog(
        boolean adopted,
        int mappings,
        int sessions,
        int refused,
        int halfWritten,
        long milliseconds,
        long processorMilliseconds) {
    private static final Pattern BEGINNING =
            Pattern.compile(
                    "event=start version=\\S+ state=(\\w+) from=\\S* reason=\"(.*)\""
                            + " mappings=(\\d+) sessions=(\\d+) flows=\\d+ refused=(\\d+)"
                            + " half-written=(\\d+)");
    private static final Pattern READY = Pattern.compile("event=ready .* ms=(\\d+) cpu-ms=(\\d+) ");

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
                Long.parseLong(ready.group(2)));
    }

    private static Matcher find(Pattern line, String log) {
        Matcher matcher = line.matcher(log);
        if (!matcher.find()) {
            throw new LabException("the log does not have " + line + ":\n" + log);
        }
        return matcher;
    }
}
