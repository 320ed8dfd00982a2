package io.hnvgateway.app.core;

import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.flow.NanoClock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Resolves neighbours on links whose tags the gateway writes itself, which the host's kernel does
/// not know: asks, asks again, gives up, and asks now and then whether a known one is still there
/// (RFC 1122 §2.3.2, RFC 4861 §7.2, §7.3).
///
/// Keeps a state for each neighbour that was asked for and no other: what nobody asked for changes
/// nothing. Owner: the conductor; [#solicit] and [#heard] may be called by a worker and only hand
/// over.
public final class LinkNeighbors implements NeighborTable.Solicitor {
    /// How often a request goes out before the neighbour is given up (RFC 4861 §10).
    private static final int MOST_PROBES = 3;

    /// How long an answer is believed.
    private static final long REACHABLE_NS = TimeUnit.SECONDS.toNanos(30);

    /// Puts a request on the wire, soon.
    @FunctionalInterface
    public interface Prober {
        /// @param mac whom to ask, or 0 for all
        void probe(int link, IpAddress target, long mac);
    }

    private record Key(int link, IpAddress address) {}

    /// @param mac 0 until it answers
    private record State(long mac, int probes, long heardNs) {}

    /// Answers that wait for the conductor.
    private static final int MOST_WAITING = 256;

    private final Prober prober;
    private final NanoClock clock;
    private final Executor conductor;
    private final Map<Key, State> states = new HashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable NeighborTable table;

    LinkNeighbors(Prober prober, NanoClock clock, Executor conductor) {
        this.prober = prober;
        this.clock = clock;
        this.conductor = conductor;
    }

    void serve(NeighborTable neighbors) {
        table = neighbors;
    }

    @Override
    public void solicit(int link, long high, long low) {
        Key key = new Key(link, new IpAddress(high, low));
        conductor.execute(() -> {
            State state = states.get(key);
            if (state == null) {
                ask(key, new State(0, 0, clock.nanoTime()));
            } else if (state.mac != 0) {
                resolved(key, state.mac);
            }
        });
    }

    /// A neighbour said where it is; of no interest unless it is in the table.
    public void heard(int link, long high, long low, long mac) {
        NeighborTable neighbors = table;
        if (neighbors == null
                || neighbors.find(link, high, low) == 0
                || waiting.get() >= MOST_WAITING) {
            return;
        }
        Key key = new Key(link, new IpAddress(high, low));
        waiting.incrementAndGet();
        conductor.execute(() -> {
            waiting.decrementAndGet();
            if (states.containsKey(key)) {
                states.put(key, new State(mac, 0, clock.nanoTime()));
                resolved(key, mac);
            }
        });
    }

    private void resolved(Key key, long mac) {
        NeighborTable neighbors = table;
        if (neighbors != null) {
            neighbors.resolved(key.link, key.address.high(), key.address.low(), mac);
        }
    }

    /// Asks those again that did not answer, and those whose answer is old; to be called once a
    /// second.
    public void refresh() {
        Iterator<Map.Entry<Key, State>> all = states.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Key, State> entry = all.next();
            State state = entry.getValue();
            boolean believed = state.mac != 0 && clock.nanoTime() - state.heardNs < REACHABLE_NS;
            if (!believed && state.probes >= MOST_PROBES) {
                all.remove();
                giveUp(entry.getKey());
            } else if (!believed) {
                entry.setValue(asked(entry.getKey(), state));
            }
        }
    }

    private void giveUp(Key key) {
        NeighborTable neighbors = table;
        if (neighbors != null) {
            neighbors.failed(key.link, key.address.high(), key.address.low());
        }
    }

    private void ask(Key key, State state) {
        states.put(key, asked(key, state));
    }

    private State asked(Key key, State state) {
        prober.probe(key.link, key.address, state.mac);
        return new State(state.mac, state.probes + 1, state.heardNs);
    }
}
