package io.hnvgateway.lab.stream;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/// What came of a connection, both directions of it.
///
/// @param whole all bytes sent at either end arrived at the other, by their SHA-256
/// @param bytes that arrived, both directions
/// @param resets seen at either end
/// @param stalls times that nothing came at one end for 200 ms or more
/// @param longestStall of them
/// @param fault what the ends complained of; empty: nothing
public record Connection(
        boolean whole, long bytes, int resets, int stalls, Duration longestStall, String fault) {

    static Connection of(Map<String, String> caller, Map<String, String> answerer) {
        return new Connection(
                arrived(caller, answerer) && arrived(answerer, caller),
                number(caller, "received") + number(answerer, "received"),
                (int) (number(caller, "resets") + number(answerer, "resets")),
                (int) (number(caller, "stalls") + number(answerer, "stalls")),
                Duration.ofNanos(
                        Math.max(
                                number(caller, "longest-stall-ns"),
                                number(answerer, "longest-stall-ns"))),
                (caller.getOrDefault("fault", "") + " " + answerer.getOrDefault("fault", ""))
                        .strip());
    }

    private static boolean arrived(Map<String, String> from, Map<String, String> to) {
        return number(from, "sent") > 0
                && number(from, "sent") == number(to, "received")
                && Objects.equals(from.get("sent-sum"), to.get("received-sum"))
                && Objects.equals(to.get("ended"), "true");
    }

    private static long number(Map<String, String> facts, String name) {
        return Long.parseLong(facts.getOrDefault(name, "0"));
    }

    @Override
    public String toString() {
        return "%d bytes, %s, %d resets, longest stall %d ms%s"
                .formatted(
                        bytes,
                        whole ? "sums equal" : "not whole",
                        resets,
                        longestStall.toMillis(),
                        fault.isEmpty() ? "" : " (" + fault + ")");
    }
}
