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
import java.util.ArrayList;
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
/// by then. For some seconds after a peer is gone its packets still come and go: the speaker ends
/// the session later than workers know of it, and what it says then must reach the peer, who would
/// wait for the hold time otherwise. Owner: whoever holds the compiler's lock.
final class PuntBook {
    /// How packets arrive is no part of it: a peer keeps its number when that changes.
    private record Key(RoutingDomainId rdid, BgpPeering peering) {}

    private record Farewell(PuntPeer peer, int seconds) {}

    /// A file is validated and the speaker reads it again: a second or two.
    private static final int FAREWELL_SECONDS = 5;

    private final PuntLedger ledger;

    /// Of the process before, until the first change says which of them are configured.
    private final Map<Key, Integer> kept = new LinkedHashMap<>();

    private final Map<Key, PuntPeer> peers = new LinkedHashMap<>();

    /// Peers that are gone, and how many seconds their packets still have.
    private final Map<Key, Farewell> farewells = new LinkedHashMap<>();

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
        int room = AliasAddress.LIMIT - 1 - peers.size() - farewells.size();
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
            makeTable();
        }
    }

    private void makeTable() {
        List<PuntPeer> all = new ArrayList<>(peers.values());
        farewells.values().forEach(farewell -> all.add(farewell.peer));
        table = new PuntTable(all);
    }

    /// A second is over.
    ///
    /// @return whether the table is another one
    boolean endFarewells() {
        List<Key> over = new ArrayList<>();
        farewells.replaceAll((key, last) -> {
            if (last.seconds <= 1) {
                over.add(key);
            }
            return new Farewell(last.peer, last.seconds - 1);
        });
        over.forEach(this::forget);
        if (!over.isEmpty()) {
            makeTable();
        }
        return !over.isEmpty();
    }

    private void forget(Key key) {
        Farewell farewell = farewells.remove(key);
        if (farewell != null) {
            freed.addLast(farewell.peer.number());
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
            Key key = new Key(before.rdid(), peering);
            PuntPeer gone = stay.contains(peering) ? null : peers.remove(key);
            if (gone != null) {
                farewells.put(key, new Farewell(gone.withoutBfd(), FAREWELL_SECONDS));
                changed = true;
            }
        }
        if (after == null) {
            changed |= forgetAll(before.rdid());
        }
        return changed;
    }

    /// The network itself is gone: there is no way to its peers.
    private boolean forgetAll(RoutingDomainId rdid) {
        List<Key> all = farewells.keySet().stream().filter(key -> key.rdid.equals(rdid)).toList();
        all.forEach(this::forget);
        return !all.isEmpty();
    }

    private boolean add(PuntPeers all) {
        boolean changed = false;
        for (Map.Entry<BgpPeering, Terms> one : all.terms().entrySet()) {
            Key key = new Key(all.rdid(), one.getKey());
            Farewell left = farewells.remove(key);
            PuntPeer known = left == null ? peers.get(key) : left.peer;
            PuntPeer next = peer(key, all.compartment(), one.getValue(), known);
            if (left != null || !next.equals(known)) {
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
