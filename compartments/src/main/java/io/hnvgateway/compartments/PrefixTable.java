package io.hnvgateway.compartments;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.Arrays;

/// Immutable longest-prefix match over both families, of which a copy with a few prefixes changed
/// is cheap: an exact table for each prefix length that is in use. Any thread reads.
///
/// A lookup probes host addresses first and then each length in use, longest first: one probe for
/// what it holds mostly, which are host addresses. A table of many lengths and few changes is
/// better compiled to a [Fib].
public final class PrefixTable {
    public static final PrefixTable EMPTY = new PrefixTable(new PersistentTable[0], new int[0]);

    private static final int HOST = 128;
    private static final int IPV4 = 96;
    private static final int LENGTHS = HOST + 1;

    /// In the order of `lengths`.
    private final PersistentTable[] tables;

    /// Lengths in bits as [IpPrefix] counts them, descending.
    private final int[] lengths;

    private PrefixTable(PersistentTable[] tables, int[] lengths) {
        this.tables = tables;
        this.lengths = lengths;
    }

    /// The entry of the longest prefix that holds the address; 0 when none does.
    public int lookup(long high, long low) {
        for (int i = 0; i < lengths.length; i++) {
            int bits = lengths[i];
            if (bits < IPV4 && IpAddress.isIpv4(high, low)) {
                return PersistentTable.ABSENT; // no IPv6 prefix holds an IPv4 address
            }
            int entry = tables[i].get(high & highMask(bits), low & lowMask(bits));
            if (entry != PersistentTable.ABSENT) {
                return entry;
            }
        }
        return PersistentTable.ABSENT;
    }

    /// As [#lookup(long, long)] for an IPv4 address.
    public int lookup(int ipv4) {
        return lookup(0, IpAddress.mapped(ipv4));
    }

    /// The entry of exactly this prefix; 0 when there is none.
    public int get(IpPrefix prefix) {
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] == prefix.bits()) {
                return tables[i].get(prefix.address().high(), prefix.address().low());
            }
        }
        return PersistentTable.ABSENT;
    }

    public int size() {
        return Arrays.stream(tables).mapToInt(PersistentTable::size).sum();
    }

    /// Starts a changed copy.
    public Editor edit() {
        return new Editor(this);
    }

    private static long highMask(int bits) {
        return bits == 0 ? 0 : bits >= 64 ? -1 : -1L << (64 - bits);
    }

    private static long lowMask(int bits) {
        return bits <= 64 ? 0 : -1L << (HOST - bits);
    }

    /// Changes that become a new table. Used by one thread, once.
    public static final class Editor {
        private final PersistentTable[] before = new PersistentTable[LENGTHS];
        private final PersistentTable.Editor[] changed = new PersistentTable.Editor[LENGTHS];

        private Editor(PrefixTable from) {
            Arrays.fill(before, PersistentTable.EMPTY);
            for (int i = 0; i < from.lengths.length; i++) {
                before[from.lengths[i]] = from.tables[i];
            }
        }

        /// Sets the entry of a prefix.
        ///
        /// @param entry 0 takes the prefix out
        public Editor put(IpPrefix prefix, int entry) {
            int bits = prefix.bits();
            if (changed[bits] == null) {
                changed[bits] = before[bits].edit();
            }
            changed[bits].put(prefix.address().high(), prefix.address().low(), entry);
            return this;
        }

        /// The changed table; the editor is of no use afterwards.
        public PrefixTable build() {
            PersistentTable[] tables = new PersistentTable[LENGTHS];
            int[] lengths = new int[LENGTHS];
            int used = 0;
            for (int bits = HOST; bits >= 0; bits--) {
                PersistentTable table =
                        changed[bits] == null ? before[bits] : changed[bits].build();
                if (table.size() > 0) {
                    tables[used] = table;
                    lengths[used++] = bits;
                }
            }
            return new PrefixTable(Arrays.copyOf(tables, used), Arrays.copyOf(lengths, used));
        }
    }
}
