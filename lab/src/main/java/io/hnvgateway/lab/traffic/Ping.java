package io.hnvgateway.lab.traffic;

import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.Result;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The outcome of a `ping`.
///
/// @param sent requests
/// @param received answers
/// @param ttl TTL of the last answer, 0 without one
/// @param mtuBytes MTU from a "fragmentation needed" that was heard, 0 without one
public record Ping(int sent, int received, int ttl, int mtuBytes) {
    private static final Pattern COUNTS =
            Pattern.compile("(\\d+) packets transmitted, (\\d+) received");
    private static final Pattern TTL = Pattern.compile("ttl=(\\d+)");
    private static final Pattern MTU = Pattern.compile("mtu ?= ?(\\d+)");

    private static final Pattern ANSWER = Pattern.compile("\\[(\\d+\\.\\d+)\\] .* bytes from");
    private static final int MICROS = 1_000_000;

    static Ping parse(Result result) {
        Matcher counts = COUNTS.matcher(result.output());
        int sent = 0;
        int received = 0;
        if (counts.find()) {
            sent = Integer.parseInt(counts.group(1));
            received = Integer.parseInt(counts.group(2));
        }
        return new Ping(sent, received, last(TTL, result.output()), last(MTU, result.output()));
    }

    /// The longest time between two answers.
    ///
    /// @param output of `ping -D`
    public static Duration longestPause(String output) {
        double longest = 0;
        double last = Double.NaN;
        Matcher answers = ANSWER.matcher(output);
        while (answers.find()) {
            double at = Double.parseDouble(answers.group(1));
            longest = Math.max(longest, Double.isNaN(last) ? 0 : at - last);
            last = at;
        }
        if (longest == 0) {
            throw new LabException("no two answers: " + output);
        }
        return Duration.of(Math.round(longest * MICROS), ChronoUnit.MICROS);
    }

    private static int last(Pattern pattern, String text) {
        int value = 0;
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            value = Integer.parseInt(matcher.group(1));
        }
        return value;
    }

    public boolean allAnswered() {
        return sent > 0 && received == sent;
    }

    @Override
    public String toString() {
        return received + "/" + sent + " answered";
    }
}
