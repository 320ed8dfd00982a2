package io.hnvgateway.lab.traffic;

import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Running;
import java.time.Duration;
import java.util.List;

/// A running tcpdump, one line a packet, links' addresses included.
public final class Capture implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// tcpdump hands packets on as they come, but the kernel needs a moment.
    private static final Duration SETTLE = Duration.ofMillis(300);

    private final Running tcpdump;

    private Capture(Running tcpdump) {
        this.tcpdump = tcpdump;
    }

    /// Watches a device; returns when it has begun to listen.
    public static Capture start(Namespace namespace, String device, String filter) {
        Running tcpdump =
                namespace.start(
                        "tcpdump",
                        "-nelt",
                        "--immediate-mode",
                        "-s",
                        "256",
                        "-v",
                        "-i",
                        device,
                        filter);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!tcpdump.output().contains("listening on")) {
            if (!tcpdump.isAlive() || System.nanoTime() - deadline > 0) {
                throw new LabException("tcpdump did not start: " + tcpdump.output());
            }
            Station.pause(Duration.ofMillis(20));
        }
        return new Capture(tcpdump);
    }

    /// The packets so far (a packet's further lines are joined to its first).
    public List<String> packets() {
        Station.pause(SETTLE);
        return tcpdump.output()
                .replaceAll("\n\\s+", " ")
                .lines()
                .filter(line -> line.contains("ethertype"))
                .toList();
    }

    /// Waits until a packet with the text has been seen; one that was answered may be told of
    /// later.
    public void await(String text) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (count(text) == 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new LabException("no packet with " + text + ": " + tcpdump.output());
            }
        }
    }

    public long count(String text) {
        return packets().stream().filter(line -> line.contains(text)).count();
    }

    /// Lines of any kind of link so far that have the text; a packet may have several.
    public long countLines(String text) {
        Station.pause(SETTLE);
        return tcpdump.output().lines().filter(line -> line.contains(text)).count();
    }

    @Override
    public void close() {
        tcpdump.close();
    }
}
