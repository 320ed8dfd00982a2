package io.hnvgateway.compartments;

import io.hnvgateway.packet.IpAddress;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Requests for neighbours on tagged links, on their way from the conductor to a worker, which
/// sends them. Bounded: what finds no place is asked for again. Any thread.
public final class LinkProbes {
    private static final int MOST_WAITING = 1024;

    /// Whom to ask for.
    ///
    /// @param mac whom to ask, or 0 for all
    public record Probe(int link, IpAddress target, long mac) {}

    private final Queue<Probe> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

    /// Asks for a neighbour, soon.
    public void offer(int link, IpAddress target, long mac) {
        waiting.offer(new Probe(link, target, mac));
    }

    /// The next request; null when there is none.
    public @Nullable Probe poll() {
        return waiting.poll();
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }
}
