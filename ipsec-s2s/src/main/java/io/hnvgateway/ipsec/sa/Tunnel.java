package io.hnvgateway.ipsec.sa;

import io.hnvgateway.packet.Packet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A connection as the workers see it: a number that routes name, an owner, and the SAs that carry
/// its packets out. It lives as long as the connection; SAs come and go in it.
///
/// The SAs stand newest first, so that after a rekey the new one is used at once while the peer
/// still takes the old one (make before break). A connection with several CHILD_SAs has those of
/// all; the first whose selectors admit a packet carries it.
public final class Tunnel {
    private static final OutboundSa[] NONE = {};

    private final int index;
    private final int worker;
    private final String connection;

    /// SPIs given out for it. Under the database's lock.
    final Set<Integer> spis = new HashSet<>();

    /// Of both directions. Under the database's lock.
    final Map<SaId, SecurityAssociation> associations = new LinkedHashMap<>();

    private final AtomicLong refused = new AtomicLong();

    /// Replaced whole under the database's lock; never changed in place.
    private volatile OutboundSa[] outbound = NONE;

    Tunnel(int index, int worker, String connection) {
        this.index = index;
        this.worker = worker;
        this.connection = connection;
    }

    /// What a `TUNNEL` next hop holds; 0 and up, given to another tunnel once this one is closed.
    public int index() {
        return index;
    }

    /// The only worker that encrypts and decrypts for it.
    public int worker() {
        return worker;
    }

    /// charon's name of the connection.
    public String connection() {
        return connection;
    }

    /// Whether any SA leads to the peer. Any thread.
    public boolean isUp() {
        return outbound.length != 0;
    }

    /// The SA for a packet into the tunnel (RFC 4301 §5.1); null when none admits it, which is
    /// [io.hnvgateway.packet.DropReason#ESP_SELECTOR] of a tunnel that [#isUp]. The result is valid
    /// until the owner has finished this packet.
    ///
    /// @param p inner, its transport header parsed
    public @Nullable OutboundSa select(Packet p) {
        for (OutboundSa sa : outbound) {
            if (sa.selectors.admitsOutbound(p)) {
                return sa;
            }
        }
        return null;
    }

    /// Newest first. Any thread.
    public List<OutboundSa> outbound() {
        return List.of(outbound);
    }

    /// CHILD_SAs that it did not get, since it had as many as one may have, with as many selectors,
    /// or memory was short. Any thread.
    public long refused() {
        return refused.get();
    }

    /// Traffic selectors of all its SAs of a direction. Under the database's lock.
    int selectors(boolean inbound) {
        return associations.values().stream()
                .filter(sa -> sa instanceof InboundSa == inbound)
                .mapToInt(sa -> sa.selectors.ranges())
                .sum();
    }

    void countRefusal() {
        refused.incrementAndGet();
    }

    void add(OutboundSa sa) {
        List<OutboundSa> all = new ArrayList<>(outbound());
        all.addFirst(sa);
        outbound = all.toArray(NONE);
    }

    void remove(OutboundSa sa) {
        List<OutboundSa> all = new ArrayList<>(outbound());
        all.remove(sa);
        outbound = all.toArray(NONE);
    }

    @Override
    public String toString() {
        return "%s (tunnel %d, worker %d)".formatted(connection, index, worker);
    }
}
