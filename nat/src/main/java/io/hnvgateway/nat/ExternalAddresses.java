package io.hnvgateway.nat;

import org.jspecify.annotations.Nullable;

/// The external addresses that have or had mappings, and their ports: open addressing by address. A
/// new configuration costs nothing here; an address that left it stays until [#prune] finds it
/// unused. Owner: one worker thread.
final class ExternalAddresses {
    private static final int SPARE = 64;

    private @Nullable ExternalAddress[] cells = new ExternalAddress[2 * SPARE];
    private int size;

    /// Drops unused addresses that nobody owns any more, when they are many.
    void prune(NatSnapshot snapshot) {
        if (size <= 2 * snapshot.publicAddresses() + SPARE) {
            return;
        }
        @Nullable ExternalAddress[] old = cells;
        cells = new ExternalAddress[old.length];
        size = 0;
        for (ExternalAddress external : old) {
            if (external != null
                    && (!external.unused() || snapshot.owner(external.address()) != 0)) {
                add(external);
            }
        }
    }

    @Nullable ExternalAddress find(int address) {
        return cells[cellOf(cells, address)];
    }

    /// The address's ports; made when there are none yet.
    ExternalAddress of(int address) {
        ExternalAddress known = find(address);
        return known == null ? add(new ExternalAddress(address)) : known;
    }

    private ExternalAddress add(ExternalAddress external) {
        if (2 * (size + 1) > cells.length) {
            grow();
        }
        cells[cellOf(cells, external.address())] = external;
        size++;
        return external;
    }

    private void grow() {
        @Nullable ExternalAddress[] larger = new ExternalAddress[2 * cells.length];
        for (ExternalAddress external : cells) {
            if (external != null) {
                larger[cellOf(larger, external.address())] = external;
            }
        }
        cells = larger;
    }

    private static int cellOf(@Nullable ExternalAddress[] cells, int address) {
        int mask = cells.length - 1;
        int i = (int) SplitMix.mix(address) & mask;
        ExternalAddress there = cells[i];
        while (there != null && there.address() != address) {
            i = (i + 1) & mask;
            there = cells[i];
        }
        return i;
    }

    /// The external address for an inside address that has no mapping: among those with a free port
    /// the one with the highest score of (secret, compartment, inside address, external address).
    /// So a host comes back to its address, and adding or removing one moves only the hosts that
    /// must move.
    ///
    /// @return the address, or 0 when every one is full
    int preferred(NatPolicy policy, Tuple t, long seed) {
        int best = 0;
        long bestScore = 0;
        for (int address : policy.externalAddresses()) {
            long score = score(address, t, seed);
            boolean better = best == 0 || Long.compareUnsigned(score, bestScore) > 0;
            if (better && hasFreePort(address, t.protocol, policy)) {
                best = address;
                bestScore = score;
            }
        }
        return best;
    }

    private static long score(int external, Tuple t, long seed) {
        long host = (long) t.compartment << 32 | Integer.toUnsignedLong(t.insideAddress);
        return SplitMix.mix(SplitMix.mix(seed ^ host) + Integer.toUnsignedLong(external));
    }

    private boolean hasFreePort(int address, int protocol, NatPolicy policy) {
        return of(address).space(protocol, policy.inbound()).freePorts() > 0;
    }
}
