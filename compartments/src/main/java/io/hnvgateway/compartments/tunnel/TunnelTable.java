package io.hnvgateway.compartments.tunnel;

import io.hnvgateway.compartments.TenantLinks;
import io.hnvgateway.packet.IpAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All tunnels by index, and which of them a GRE packet or a link belongs to.
///
/// Written by control threads under the table's lock, read by workers with one acquiring load.
public final class TunnelTable {
    /// Indexes are below; as many slots as an SPI of the gateway's can name.
    public static final int LIMIT = 1 << 16;

    private final AtomicReferenceArray<@Nullable Tunnel> tunnels =
            new AtomicReferenceArray<>(LIMIT);
    private final BitSet taken = new BitSet();
    private volatile GreKeys greKeys = GreKeys.EMPTY;
    private volatile int[] byLink = {};
    private Consumer<List<Tunnel>> changed = _ -> {};

    /// Builds an empty table.
    public TunnelTable() {
        taken.set(0);
    }

    /// Has all tunnels told after each change of one, and now; under the table's lock.
    public synchronized void onChange(Consumer<List<Tunnel>> listener) {
        changed = listener;
        changed.accept(all());
    }

    /// The tunnel of an index; null when there is none. Any thread.
    public @Nullable Tunnel get(int index) {
        return index <= 0 || index >= LIMIT ? null : tunnels.getAcquire(index);
    }

    /// Reserves an index for a new connection, which is the caller's until [#remove].
    ///
    /// @throws IllegalStateException when all are taken
    public synchronized int claim() {
        int index = taken.nextClearBit(1);
        if (index >= LIMIT) {
            throw new IllegalStateException("no more than " + (LIMIT - 1) + " tunnels");
        }
        taken.set(index);
        return index;
    }

    /// Publishes a tunnel, in the place of what had its index.
    ///
    /// @throws IllegalArgumentException when another tunnel has the same GRE endpoints and key, or
    ///   the same link
    public synchronized void put(Tunnel tunnel) {
        List<Tunnel> others = others(tunnel.index());
        others.add(tunnel);
        GreKeys keys = GreKeys.of(others);
        int[] links = links(others);
        taken.set(tunnel.index());
        tunnels.setRelease(tunnel.index(), tunnel);
        greKeys = keys;
        byLink = links;
        changed.accept(others);
    }

    /// Takes tunnels out and publishes others, each in the place of what had its index. The indices
    /// of those that are taken out stay reserved.
    ///
    /// @throws IllegalArgumentException as [#put]; nothing has changed then
    public synchronized void change(Set<Integer> withdrawn, List<Tunnel> published) {
        Set<Integer> replaced = new HashSet<>(withdrawn);
        published.forEach(tunnel -> replaced.add(tunnel.index()));
        List<Tunnel> all = others(0);
        all.removeIf(tunnel -> replaced.contains(tunnel.index()));
        all.addAll(published);
        GreKeys keys = GreKeys.of(all);
        int[] links = links(all);
        withdrawn.forEach(index -> tunnels.setRelease(index, null));
        for (Tunnel tunnel : published) {
            taken.set(tunnel.index());
            tunnels.setRelease(tunnel.index(), tunnel);
        }
        greKeys = keys;
        byLink = links;
        changed.accept(all);
    }

    /// Gives back indices without a tunnel.
    public synchronized void release(Set<Integer> indices) {
        for (int index : indices) {
            if (index > 0 && tunnels.getAcquire(index) == null) {
                taken.clear(index);
            }
        }
    }

    /// Takes a tunnel out and gives its index back.
    public synchronized void remove(int index) {
        List<Tunnel> others = others(index);
        greKeys = GreKeys.of(others);
        byLink = links(others);
        tunnels.setRelease(index, null);
        taken.clear(index);
        taken.set(0);
        changed.accept(others);
    }

    /// All tunnels, by index; any thread.
    public synchronized List<Tunnel> all() {
        return others(0);
    }

    /// Index of the tunnel that GRE between two addresses with this key belongs to; 0 for none. Any
    /// thread.
    ///
    /// @param key 0..2^32 - 1, or [Tunnel.Path#NO_KEY]
    public int gre(long localHigh, long localLow, long remoteHigh, long remoteLow, long key) {
        return greKeys.find(localHigh, localLow, remoteHigh, remoteLow, key);
    }

    /// Index of the tunnel that a link belongs to; 0 for none. Any thread.
    public int ofLink(int link) {
        int[] links = byLink;
        return link < links.length ? links[link] : 0;
    }

    private List<Tunnel> others(int index) {
        List<Tunnel> others = new ArrayList<>();
        for (int i = taken.nextSetBit(1); i >= 0; i = taken.nextSetBit(i + 1)) {
            Tunnel tunnel = tunnels.getAcquire(i);
            if (tunnel != null && i != index) {
                others.add(tunnel);
            }
        }
        return others;
    }

    private static int[] links(List<Tunnel> tunnels) {
        Map<Integer, Integer> links = new HashMap<>();
        for (Tunnel tunnel : tunnels) {
            if (tunnel.kind() == Tunnel.Kind.L3
                    && links.put(tunnel.path().link(), tunnel.index()) != null) {
                throw new IllegalArgumentException(
                        "VLAN "
                                + TenantLinks.vlan(tunnel.path().link())
                                + " belongs to another connection");
            }
        }
        int[] byLink = new int[links.keySet().stream().mapToInt(l -> l + 1).max().orElse(0)];
        links.forEach((link, index) -> byLink[link] = index);
        return byLink;
    }

    /// (local, remote, key) → index; immutable, open addressing at half load.
    @SuppressWarnings("ArrayRecordComponent") // never changed once built
    private record GreKeys(long[] words, int[] indexes) {
        static final GreKeys EMPTY = of(List.of());
        private static final int WORDS = 5;

        static GreKeys of(List<Tunnel> tunnels) {
            List<Tunnel> gre = tunnels.stream().filter(t -> t.kind() == Tunnel.Kind.GRE).toList();
            int capacity = Integer.highestOneBit(Math.max(1, gre.size())) * 4;
            GreKeys keys = new GreKeys(new long[capacity * WORDS], new int[capacity]);
            gre.forEach(keys::add);
            return keys;
        }

        private void add(Tunnel tunnel) {
            IpAddress local = tunnel.path().local();
            IpAddress remote = tunnel.path().remote();
            long key = tunnel.path().key();
            if (find(local.high(), local.low(), remote.high(), remote.low(), key) != 0) {
                throw new IllegalArgumentException(
                        "GRE from " + remote + " with this key belongs to another tunnel");
            }
            int i = slot(local.low(), remote.high(), remote.low(), key);
            while (indexes[i] != 0) {
                i = (i + 1) & (indexes.length - 1);
            }
            words[i * WORDS] = local.high();
            words[i * WORDS + 1] = local.low();
            words[i * WORDS + 2] = remote.high();
            words[i * WORDS + 3] = remote.low();
            words[i * WORDS + 4] = key;
            indexes[i] = tunnel.index();
        }

        int find(long localHigh, long localLow, long remoteHigh, long remoteLow, long key) {
            int i = slot(localLow, remoteHigh, remoteLow, key);
            while (indexes[i] != 0) {
                int at = i * WORDS;
                if (words[at + 4] == key
                        && words[at + 3] == remoteLow
                        && words[at + 2] == remoteHigh
                        && words[at + 1] == localLow
                        && words[at] == localHigh) {
                    return indexes[i];
                }
                i = (i + 1) & (indexes.length - 1);
            }
            return 0;
        }

        private int slot(long localLow, long remoteHigh, long remoteLow, long key) {
            long mixed = (localLow ^ Long.rotateLeft(remoteLow, 21)) * 0x9e3779b97f4a7c15L;
            mixed = (mixed ^ Long.rotateLeft(remoteHigh, 42) ^ key) * 0xbf58476d1ce4e5b9L;
            return (int) (mixed >>> 40) & (indexes.length - 1);
        }
    }
}
