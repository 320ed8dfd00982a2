package io.hnvgateway.compartments;

import java.util.Arrays;

/// Immutable map from a 128-bit key to an `int` other than 0, of which a changed copy is cheap: a
/// directory of small pages (extendible hashing, Fagin et al. 1979), of which an [Editor] copies
/// the directory and only the pages that it touches. Any thread reads.
///
/// ```
///   directory, 2^depth          pages: 64 cells, open addressing, 48 used at most
///   ┌────┐                      ┌──────────────────────────────────────────────┐
///   │ 00 │─────────────────────►│ depth 2: keys whose hash begins with 00      │
///   │ 01 │─────────────────────►│ depth 2: …                              01   │
///   │ 10 │──┬──────────────────►│ depth 1: …                              1    │
///   │ 11 │──┘                   └──────────────────────────────────────────────┘
///   └────┘
/// ```
///
/// A full page is split in two, and the directory doubles when a page has its whole depth: never is
/// the whole table copied. A lookup reads the directory and one or two cells of a page.
public final class PersistentTable {
    /// What a key that is not there maps to.
    public static final int ABSENT = 0;

    public static final PersistentTable EMPTY =
            new PersistentTable(new Page[] {new Page(0, Page.CELLS)}, 0);

    /// Pages of this depth grow instead of being split: only equal hashes lead here.
    private static final int MOST_DEPTH = 24;

    private static final int HASH_BITS = 32;

    private final Page[] directory;
    private final int size;

    private PersistentTable(Page[] directory, int size) {
        this.directory = directory;
        this.size = size;
    }

    /// The value of a key, or [#ABSENT].
    public int get(long high, long low) {
        int hash = AddressHash.of(high, low);
        Page page = directory[slot(hash, directory.length)];
        return page.values[page.cell(hash, high, low)];
    }

    public int size() {
        return size;
    }

    /// Starts a changed copy.
    public Editor edit() {
        return new Editor(this);
    }

    /// Calls the visitor with each entry, in no order.
    public void forEach(Visitor visitor) {
        for (int i = 0; i < directory.length; i++) {
            if (i == 0 || directory[i] != directory[i - 1]) {
                directory[i].forEach(visitor);
            }
        }
    }

    /// Takes an entry.
    @FunctionalInterface
    public interface Visitor {
        void visit(long high, long low, int value);
    }

    private static int slot(int hash, int directoryLength) {
        int depth = Integer.numberOfTrailingZeros(directoryLength);
        return depth == 0 ? 0 : hash >>> (HASH_BITS - depth);
    }

    /// Changes that become a new table. Used by one thread, once.
    public static final class Editor {
        /// Marks the pages that this editor made.
        private final Object mark = new Object();

        private Page[] directory;
        private int size;

        private Editor(PersistentTable from) {
            directory = from.directory.clone();
            size = from.size;
        }

        /// The value that the changed table has so far.
        public int get(long high, long low) {
            int hash = AddressHash.of(high, low);
            Page page = directory[slot(hash, directory.length)];
            return page.values[page.cell(hash, high, low)];
        }

        /// Sets the value of a key.
        ///
        /// @param value [#ABSENT] takes the key out
        public Editor put(long high, long low, int value) {
            int hash = AddressHash.of(high, low);
            Page page = own(hash);
            int cell = page.cell(hash, high, low);
            boolean known = page.values[cell] != ABSENT;
            if (value == ABSENT) {
                if (known) {
                    page.remove(cell);
                    size--;
                }
            } else if (known) {
                page.values[cell] = value;
            } else {
                add(hash, high, low, value);
                size++;
            }
            return this;
        }

        private void add(int hash, long high, long low, int value) {
            Page page = own(hash);
            while (page.isFull()) {
                makeRoom(hash, page);
                page = own(hash);
            }
            page.add(hash, high, low, value);
        }

        /// The page of a hash, copied if the table that this began with has it too.
        private Page own(int hash) {
            Page page = directory[slot(hash, directory.length)];
            if (page.mark == mark) {
                return page;
            }
            Page copy = page.copy(page.depth, page.values.length);
            copy.mark = mark;
            replace(hash, page.depth, copy);
            return copy;
        }

        private void makeRoom(int hash, Page page) {
            if (page.depth == MOST_DEPTH) {
                Page larger = page.copy(page.depth, page.values.length * 2);
                larger.mark = mark;
                replace(hash, page.depth, larger);
                return;
            }
            if (1 << page.depth == directory.length) {
                doubleDirectory();
            }
            int depth = page.depth + 1;
            int bit = 1 << (HASH_BITS - depth);
            for (int half = 0; half < 2; half++) {
                int prefix = half == 0 ? hash & ~bit : hash | bit;
                Page part = new Page(depth, page.values.length);
                part.mark = mark;
                page.forEach((high, low, value) -> {
                    int h = AddressHash.of(high, low);
                    if (((h ^ prefix) & bit) == 0) {
                        part.add(h, high, low, value);
                    }
                });
                replace(prefix, depth, part);
            }
        }

        private void doubleDirectory() {
            Page[] doubled = new Page[directory.length * 2];
            for (int i = 0; i < doubled.length; i++) {
                doubled[i] = directory[i / 2];
            }
            directory = doubled;
        }

        /// Puts a page where all hashes with the same first `depth` bits lead.
        private void replace(int hash, int depth, Page page) {
            int span = directory.length >>> depth;
            int first = slot(hash, directory.length) & -span;
            Arrays.fill(directory, first, first + span, page);
        }

        /// The changed table; the editor is of no use afterwards.
        public PersistentTable build() {
            return new PersistentTable(directory, size);
        }
    }
}
