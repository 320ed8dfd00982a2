package io.hnvgateway.ipsec.sa;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/// Gives out the gateway's own SPIs: the one number of a packet that names SA, tenant and worker.
///
/// ```
///  31                 20 19                                       0
/// +---------------------+------------------------------------------+
/// |   random, 1..4095   | slot in the table; slot mod workers owns |
/// +---------------------+------------------------------------------+
/// ```
///
/// The random part is never 0, so no SPI lies in the range that RFC 4303 §2.1 reserves (0..255). A
/// slot that was given back waits until [#REUSE_BEHIND] others were, and comes with other random
/// bits: a late packet of its former SA finds nothing. Thread-safe.
public final class SpiSpace {
    public static final int SLOT_BITS = 20;
    public static final int MAX_SLOTS = 1 << SLOT_BITS;

    /// Slots given back that one waits behind, as long as there are fresh ones.
    static final int REUSE_BEHIND = 64;

    private static final int RANDOM_VALUES = 1 << (Integer.SIZE - SLOT_BITS);

    private final RandomGenerator random;
    private final int workers;
    private final int slots;

    /// The lowest slot of each worker that was never used.
    private final int[] fresh;

    private final ArrayDeque<Integer>[] released;
    private final BitSet used = new BitSet();

    /// @param slots 1..[#MAX_SLOTS]
    public SpiSpace(int workers, int slots) {
        this(workers, slots, new SecureRandom());
    }

    /// @param random of the part that is not the slot
    @SuppressWarnings("unchecked") // an array of a generic type
    public SpiSpace(int workers, int slots, RandomGenerator random) {
        this.random = random;
        if (workers < 1 || slots < workers || slots > MAX_SLOTS) {
            throw new IllegalArgumentException("slots must be workers..1048576");
        }
        this.workers = workers;
        this.slots = slots;
        fresh = new int[workers];
        released = (ArrayDeque<Integer>[]) new ArrayDeque<?>[workers];
        for (int worker = 0; worker < workers; worker++) {
            fresh[worker] = worker;
            released[worker] = new ArrayDeque<>();
        }
    }

    /// An SPI that no other SA has and whose packets go to this worker; 0 when all are in use.
    public synchronized int allocate(int worker) {
        int slot = nextSlot(worker);
        if (slot < 0) {
            return 0;
        }
        used.set(slot);
        return (1 + random.nextInt(RANDOM_VALUES - 1)) << SLOT_BITS | slot;
    }

    private int nextSlot(int worker) {
        if (released[worker].size() <= REUSE_BEHIND && fresh[worker] < slots) {
            int slot = fresh[worker];
            fresh[worker] += workers;
            return slot;
        }
        Integer slot = released[worker].poll();
        return slot == null ? -1 : slot;
    }

    /// Gives it back.
    ///
    /// @throws IllegalStateException when its slot is not in use
    public synchronized void release(int spi) {
        int slot = slot(spi);
        if (!used.get(slot)) {
            throw new IllegalStateException("SPI slot %d is not in use".formatted(slot));
        }
        used.clear(slot);
        released[worker(spi)].add(slot);
    }

    /// How many are given out.
    public synchronized int inUse() {
        return used.cardinality();
    }

    /// 0..1048575.
    public static int slot(int spi) {
        return spi & (MAX_SLOTS - 1);
    }

    /// Who owns packets with this SPI.
    public int worker(int spi) {
        return slot(spi) % workers;
    }

    public int slots() {
        return slots;
    }
}
