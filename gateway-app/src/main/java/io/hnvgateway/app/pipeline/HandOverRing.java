package io.hnvgateway.app.pipeline;

import io.hnvgateway.packet.Packet;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// Frames on their way from one worker to one other: one sender, one receiver, no locks.
///
/// No tenant fills it for the others: a compartment may hold half of what is still free (Choudhury
/// and Hahne, "Dynamic Queue Length Thresholds", 1998), so that some room is left however many
/// tenants send as much as they can. The sender alone counts: it sees by the head what has gone.
final class HandOverRing {
    static final int CAPACITY = 1024;

    private static final int WORDS = 8;
    private static final int MASK = CAPACITY - 1;
    private static final VarHandle HEAD = index("head");
    private static final VarHandle TAIL = index("tail");

    private final long[] entries = new long[CAPACITY * WORDS];

    // The sender's.
    private final int[] compartments = new int[CAPACITY];
    private int[] waiting = new int[16];
    private long headSeen;

    @SuppressWarnings("UnusedVariable") // by TAIL
    private volatile long tail;

    @SuppressWarnings("unused") // the two indexes on cache lines of their own
    private long gap0, gap1, gap2, gap3, gap4, gap5, gap6, gap7;

    // The receiver's.
    @SuppressWarnings("UnusedVariable") // by HEAD
    private volatile long head;

    private static VarHandle index(String name) {
        try {
            return MethodHandles.lookup()
                    .findVarHandle(HandOverRing.class, name, long.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// Gives the packet's frame away, as [HandOver#next] says. By the sender.
    ///
    /// @return false when the ring, or its compartment's share of it, is full
    boolean offer(Packet p) {
        long at = (long) TAIL.get(this);
        forget((long) HEAD.getAcquire(this));
        int free = CAPACITY - (int) (at - headSeen);
        if (waiting(p.compartment) >= (free + 1) / 2) {
            return false;
        }
        waiting[p.compartment]++;
        compartments[(int) at & MASK] = p.compartment;
        write((int) at & MASK, p);
        TAIL.setRelease(this, at + 1);
        return true;
    }

    /// Counts out what the receiver has taken since.
    private void forget(long taken) {
        while (headSeen != taken) {
            waiting[compartments[(int) headSeen++ & MASK]]--;
        }
    }

    private int waiting(int compartment) {
        if (compartment >= waiting.length) {
            waiting = Arrays.copyOf(waiting, Integer.highestOneBit(compartment) << 1);
        }
        return waiting[compartment];
    }

    private void write(int slot, Packet p) {
        boolean inside = p.handOver.startsInside();
        int entry = slot * WORDS;
        entries[entry] = inside ? p.ip : p.receivedAddress;
        entries[entry + 1] = pair(inside ? p.ipTotalBytes : p.receivedBytes, p.port);
        entries[entry + 2] = p.arrivalNs;
        entries[entry + 3] = pair(p.compartment, p.handOver.next);
        entries[entry + 4] = pair(p.sourcePort << 16 | p.destinationPort, p.vsid);
        entries[entry + 5] = pair(p.senderRecord, p.handOver.generation);
        entries[entry + 6] = pair(p.handOver.source, p.handOver.sourcePort);
    }

    /// Begins `p` with the oldest frame. By the receiver.
    ///
    /// @return false when there is none
    boolean poll(Packet p) {
        long at = (long) HEAD.get(this);
        if (at == (long) TAIL.getAcquire(this)) {
            return false;
        }
        read((int) at & MASK, p);
        HEAD.setRelease(this, at + 1);
        return true;
    }

    private void read(int slot, Packet p) {
        int entry = slot * WORDS;
        p.reset(
                second(entries[entry + 1]),
                entries[entry],
                first(entries[entry + 1]),
                entries[entry + 2]);
        p.compartment = first(entries[entry + 3]);
        p.handOver.state = second(entries[entry + 3]);
        p.handOver.ports = first(entries[entry + 4]);
        p.vsid = second(entries[entry + 4]);
        p.senderRecord = first(entries[entry + 5]);
        p.handOver.generation = second(entries[entry + 5]);
        p.handOver.source = first(entries[entry + 6]);
        p.handOver.sourcePort = second(entries[entry + 6]);
    }

    /// Frames under way; any thread, and then of the past.
    int size() {
        return (int) ((long) TAIL.getAcquire(this) - (long) HEAD.getAcquire(this));
    }

    private static long pair(int first, int second) {
        return (long) second << 32 | Integer.toUnsignedLong(first);
    }

    private static int first(long pair) {
        return (int) pair;
    }

    private static int second(long pair) {
        return (int) (pair >>> 32);
    }
}
