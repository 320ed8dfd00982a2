package io.hnvgateway.compartments.punt;

import io.hnvgateway.packet.IpAddress;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All peers, found by (compartment, P, L) and by number. Immutable: open addressing at half load.
public final class PuntTable {
    public static final PuntTable EMPTY = new PuntTable(List.of());

    private final @Nullable PuntPeer[] byAddresses;
    private final @Nullable PuntPeer[] byNumber;
    private final List<PuntPeer> watched;

    /// Builds the table.
    ///
    /// @throws IllegalArgumentException when two have the same number, or compartment and addresses
    public PuntTable(Collection<PuntPeer> peers) {
        byAddresses = new PuntPeer[Integer.highestOneBit(Math.max(1, peers.size())) * 4];
        byNumber = new PuntPeer[peers.stream().mapToInt(p -> p.number() + 1).max().orElse(0)];
        peers.forEach(this::add);
        watched = peers.stream().filter(peer -> peer.bfd() != null).toList();
    }

    private void add(PuntPeer peer) {
        IpAddress p = peer.peer();
        IpAddress l = peer.local();
        boolean known = find(peer.compartment(), p.high(), p.low(), l.high(), l.low()) != null;
        if (known || byNumber[peer.number()] != null) {
            throw new IllegalArgumentException("BGP peer twice: " + peer);
        }
        byNumber[peer.number()] = peer;
        int i = slot(peer.compartment(), p.high(), p.low(), l.low());
        while (byAddresses[i] != null) {
            i = next(i);
        }
        byAddresses[i] = peer;
    }

    /// The peer of a compartment with this address that speaks to this one of the gateway's.
    public @Nullable PuntPeer find(
            int compartment, long peerHigh, long peerLow, long localHigh, long localLow) {
        int i = slot(compartment, peerHigh, peerLow, localLow);
        PuntPeer found = byAddresses[i];
        while (found != null
                && !(found.peer().low() == peerLow
                        && found.peer().high() == peerHigh
                        && found.local().low() == localLow
                        && found.local().high() == localHigh
                        && found.compartment() == compartment)) {
            i = next(i);
            found = byAddresses[i];
        }
        return found;
    }

    /// The peer of a number; null when there is none.
    public @Nullable PuntPeer get(int number) {
        return number > 0 && number < byNumber.length ? byNumber[number] : null;
    }

    public boolean isEmpty() {
        return byNumber.length == 0;
    }

    /// Those that have BFD.
    public List<PuntPeer> watched() {
        return watched;
    }

    /// All peers, by number.
    public Stream<PuntPeer> stream() {
        return Stream.of(byNumber)
                .mapMulti((peer, next) -> {
                    if (peer != null) {
                        next.accept(peer);
                    }
                });
    }

    private int next(int i) {
        return (i + 1) & (byAddresses.length - 1);
    }

    private int slot(int compartment, long peerHigh, long peerLow, long localLow) {
        long mixed = (peerLow ^ Long.rotateLeft(localLow, 21)) * 0x9e37_79b9_7f4a_7c15L;
        mixed = (mixed ^ Long.rotateLeft(peerHigh, 42) ^ compartment) * 0xbf58_476d_1ce4_e5b9L;
        return (int) (mixed >>> 40) & (byAddresses.length - 1);
    }
}
