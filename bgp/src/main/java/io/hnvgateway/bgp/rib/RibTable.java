package io.hnvgateway.bgp.rib;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Destinations by prefix, chained in the table's own slots: nothing is made for a look-up.
///
/// The hash is seeded, so that a peer cannot choose prefixes of one chain.
final class RibTable {
    private static final int FEWEST_SLOTS = 16;

    private final long seed;
    private @Nullable Destination[] slots = new Destination[FEWEST_SLOTS];
    private int size;

    RibTable(long seed) {
        this.seed = seed;
    }

    int size() {
        return size;
    }

    @Nullable Destination find(IpPrefix prefix) {
        return find(prefix.address().high(), prefix.address().low(), prefix.bits());
    }

    private @Nullable Destination find(long high, long low, int bits) {
        Destination found = slots[slot(high, low, bits)];
        while (found != null && !found.is(high, low, bits)) {
            found = found.chained;
        }
        return found;
    }

    Destination findOrAdd(IpPrefix prefix) {
        Destination found = find(prefix);
        if (found == null) {
            found = new Destination(prefix);
            if (++size > slots.length - (slots.length >> 2)) {
                resize(slots.length * 2);
            }
            link(found);
        }
        return found;
    }

    /// The longest prefix that holds the address and passes the test.
    @Nullable Destination longest(IpAddress address, Predicate<Destination> test) {
        int shortest = address.isIpv4() ? 96 : 0;
        for (int bits = 128; bits >= shortest; bits--) {
            long high = bits >= 64 ? address.high() : masked(address.high(), bits);
            long low = bits <= 64 ? 0 : masked(address.low(), bits - 64);
            Destination found = find(high, low, bits);
            if (found != null && test.test(found)) {
                return found;
            }
        }
        return null;
    }

    private static long masked(long word, int bits) {
        return bits == 0 ? 0 : word & (-1L << (64 - bits));
    }

    /// The visitor may not add or remove destinations.
    void forEach(Consumer<Destination> visitor) {
        for (Destination first : slots) {
            for (Destination at = first; at != null; at = at.chained) {
                visitor.accept(at);
            }
        }
    }

    void removeIfUnused(Destination gone) {
        if (!gone.isUnused()) {
            return;
        }
        int slot = slot(gone.high, gone.low, gone.bits());
        Destination at = slots[slot];
        if (at == gone) {
            slots[slot] = gone.chained;
            size--;
        }
        while (at != null && at != gone) {
            if (at.chained == gone) {
                at.chained = gone.chained;
                size--;
                break;
            }
            at = at.chained;
        }
        gone.chained = null;
        if (size < slots.length >> 3 && slots.length > FEWEST_SLOTS) {
            resize(slots.length >> 1);
        }
    }

    private void resize(int length) {
        @Nullable Destination[] old = slots;
        slots = new Destination[length];
        for (Destination first : old) {
            Destination at = first;
            while (at != null) {
                Destination following = at.chained;
                link(at);
                at = following;
            }
        }
    }

    private void link(Destination destination) {
        int slot = slot(destination.high, destination.low, destination.bits());
        destination.chained = slots[slot];
        slots[slot] = destination;
    }

    private int slot(long high, long low, int bits) {
        long mixed = (high ^ seed) * 0x9e37_79b9_7f4a_7c15L;
        mixed = (mixed ^ mixed >>> 32 ^ low) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 29 ^ bits ^ seed) * 0x94d0_49bb_1331_11ebL;
        return (int) (mixed >>> 33) & (slots.length - 1);
    }
}
