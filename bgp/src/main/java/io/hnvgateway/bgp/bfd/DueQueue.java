package io.hnvgateway.bgp.bfd;

import java.util.Arrays;

/// Sessions by the time at which they have something to do: a binary heap in an array that grows
/// with [#add] alone.
final class DueQueue {
    private static final int ROOT = 0;

    private BfdSession[] heap = new BfdSession[16];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /// The one that is due first.
    BfdSession first() {
        return heap[ROOT];
    }

    void add(BfdSession session, long dueNs) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        session.dueNs = dueNs;
        put(session, size++);
        rise(session);
    }

    void move(BfdSession session, long dueNs) {
        session.dueNs = dueNs;
        rise(session);
        sink(session);
    }

    void remove(BfdSession session) {
        BfdSession last = heap[--size];
        int hole = session.queueIndex;
        session.queueIndex = -1;
        if (last != session) {
            put(last, hole);
            rise(last);
            sink(last);
        }
    }

    private void rise(BfdSession session) {
        while (session.queueIndex > ROOT) {
            BfdSession parent = heap[(session.queueIndex - 1) / 2];
            if (!before(session, parent)) {
                return;
            }
            exchange(session, parent);
        }
    }

    private void sink(BfdSession session) {
        while (true) {
            int child = 2 * session.queueIndex + 1;
            if (child >= size) {
                return;
            }
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], session)) {
                return;
            }
            exchange(heap[child], session);
        }
    }

    /// `below` takes the place of `above`.
    private void exchange(BfdSession below, BfdSession above) {
        int lower = below.queueIndex;
        put(below, above.queueIndex);
        put(above, lower);
    }

    private void put(BfdSession session, int index) {
        heap[index] = session;
        session.queueIndex = index;
    }

    private static boolean before(BfdSession a, BfdSession b) {
        return a.dueNs - b.dueNs < 0;
    }
}
