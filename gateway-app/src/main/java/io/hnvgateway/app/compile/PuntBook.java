package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.PuntPeers.Change;
import io.hnvgateway.app.compile.PuntPeers.Terms;
import io.hnvgateway.app.desired.BgpPeering;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.punt.AliasAddress;
import io.hnvgateway.compartments.punt.PuntPeer;
import io.hnvgateway.compartments.punt.PuntState;
import io.hnvgateway.compartments.punt.PuntTable;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Gives each BGP peer its number for as long as it is configured, and makes the table of them.
///
/// A freed number waits behind all others that are free: who still uses an alias of it has noticed
/// by then. Owner: whoever holds the compiler's lock.
final class PuntBook {
    /// How packets arrive is no part of it: a peer keeps its number when that changes.
    private record Key(RoutingDomainId rdid, BgpPeering peering) {}

    private final PuntLedger ledger;

    /// Of the process before, until the first change says which of them are configured.
    private final Map<Key, Integer> kept = new LinkedHashMap<>();

    private final Map<Key, PuntPeer> peers = new LinkedHashMap<>();
    private final Deque<Integer> freed = new ArrayDeque<>();
    private int neverUsed;
    private boolean first = true;
    private PuntTable table = PuntTable.EMPTY;

    PuntBook(PuntLedger ledger) {
        this.ledger = ledger;
        PuntLedger.Kept before = ledger.kept();
        neverUsed = before.next();
        BitSet taken = new BitSet();
        for (PuntLedger.Numbered one : before.peers()) {
            kept.put(new Key(one.rdid(), one.peering()), one.number());
            taken.set(one.number());
        }
        IntStream.range(1, neverUsed).filter(n -> !taken.get(n)).forEach(freed::addLast);
    }

    PuntTable table() {
        return table;
    }

    /// @throws IllegalStateException when there is no room for so many more
    void requireRoomFor(int more) {
        int room = AliasAddress.LIMIT - 1 - peers.size();
        if (more > room) {
            throw new IllegalStateException(
                    "%d more BGP peers: the gateway has room for %d".formatted(more, room));
        }
    }

    /// Takes compartments that changed; the first time all there are.
    void swap(List<Change> changes) {
        boolean changed = first && !kept.isEmpty();
        if (first) {
            first = false;
            giveBack(changes);
        }
        for (Change change : changes) {
            changed |= remove(change.before(), change.after());
        }
        for (Change change : changes) {
            changed |= change.after() != null && add(change.after());
        }
        if (changed) {
            ledger.write(written());
            table = new PuntTable(peers.values());
        }
    }

    /// Frees the numbers of peers that are not configured any more.
    private void giveBack(List<Change> all) {
        Set<Key> wanted = new HashSet<>();
        for (Change change : all) {
            PuntPeers after = change.after();
            if (after != null) {
                after.terms().keySet().forEach(p -> wanted.add(new Key(after.rdid(), p)));
            }
        }
        kept.forEach((key, number) -> {
            if (!wanted.contains(key)) {
                freed.addLast(number);
            }
        });
        kept.keySet().retainAll(wanted);
    }

    private PuntLedger.Kept written() {
        return new PuntLedger.Kept(
                neverUsed,
                peers.entrySet().stream()
                        .map(e ->
                                new PuntLedger.Numbered(
                                        e.getValue().number(), e.getKey().rdid, e.getKey().peering))
                        .toList());
    }

    private boolean remove(@Nullable PuntPeers before, @Nullable PuntPeers after) {
        if (before == null) {
            return false;
        }
        Set<BgpPeering> stay = after == null ? Set.of() : after.terms().keySet();
        boolean changed = false;
        for (BgpPeering peering : before.terms().keySet()) {
            PuntPeer gone =
                    stay.contains(peering) ? null : peers.remove(new Key(before.rdid(), peering));
            if (gone != null) {
                freed.addLast(gone.number());
                changed = true;
            }
        }
        return changed;
    }

    private boolean add(PuntPeers all) {
        boolean changed = false;
        for (Map.Entry<BgpPeering, Terms> one : all.terms().entrySet()) {
            Key key = new Key(all.rdid(), one.getKey());
            PuntPeer known = peers.get(key);
            PuntPeer next = peer(key, all.compartment(), one.getValue(), known);
            if (!next.equals(known)) {
                peers.put(key, next);
                changed = true;
            }
        }
        return changed;
    }

    private PuntPeer peer(Key key, int compartment, Terms terms, @Nullable PuntPeer known) {
        return new PuntPeer(
                known == null ? number(key) : known.number(),
                compartment,
                key.rdid,
                key.peering.peer(),
                key.peering.local(),
                terms.arrival(),
                terms.bfd(),
                known == null ? new PuntState() : known.state());
    }

    private int number(Key key) {
        Integer before = kept.remove(key);
        if (before != null) {
            return before;
        }
        return neverUsed < AliasAddress.LIMIT ? neverUsed++ : freed.removeFirst();
    }
}
