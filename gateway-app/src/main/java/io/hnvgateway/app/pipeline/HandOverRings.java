package io.hnvgateway.app.pipeline;

import io.hnvgateway.packet.Packet;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The rings between all workers, one for each ordered pair.
public final class HandOverRings {
    private final int workers;

    /// From worker `i` to worker `j` at `i * workers + j`; none to itself.
    private final @Nullable HandOverRing[] rings;

    private IntConsumer bell = _ -> {};

    public HandOverRings(int workers) {
        this.workers = workers;
        rings = new HandOverRing[workers * workers];
        for (int i = 0; i < rings.length; i++) {
            rings[i] = i / workers == i % workers ? null : new HandOverRing();
        }
    }

    int workers() {
        return workers;
    }

    /// Who is told that a worker has got something; before the workers start.
    ///
    /// @param receiver gets the worker's number
    public void onOffer(IntConsumer receiver) {
        bell = receiver;
    }

    /// By worker `from`.
    ///
    /// @return false when there is no room
    boolean offer(int from, int to, Packet p) {
        boolean offered = ring(from, to).offer(p);
        bell.accept(to);
        return offered;
    }

    HandOverRing ring(int from, int to) {
        return Objects.requireNonNull(rings[from * workers + to]);
    }

    /// Frames under way between any two.
    public int size() {
        int size = 0;
        for (@Nullable HandOverRing ring : rings) {
            size += ring == null ? 0 : ring.size();
        }
        return size;
    }
}
