package io.hnvgateway.benchmarks.bgp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When a router sent a route or took it back, by its own log, on the clock of [System#nanoTime].
final class RouterLog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");
    private static final int NANOS = 1_000_000_000;

    private final Path file;

    /// What has to be taken from the wall clock's nanoseconds.
    private final long offsetNs;

    RouterLog(Path file) {
        this.file = file;
        Instant now = Instant.now();
        offsetNs = now.getEpochSecond() * NANOS + now.getNano() - System.nanoTime();
    }

    /// @param what `added` or `removed`
    List<Long> timesNs(String what, String prefix) throws IOException {
        Pattern line =
                Pattern.compile(
                        "^(\\S+ \\S+) <TRACE> \\S+ < %s %s "
                                .formatted(what, Pattern.quote(prefix)));
        List<Long> times = new ArrayList<>();
        for (String text : Files.readAllLines(file)) {
            Matcher matcher = line.matcher(text + " ");
            if (matcher.find()) {
                Instant at =
                        LocalDateTime.parse(matcher.group(1), TIME)
                                .atZone(ZoneId.systemDefault())
                                .toInstant();
                times.add(at.getEpochSecond() * NANOS + at.getNano() - offsetNs);
            }
        }
        return times;
    }
}
