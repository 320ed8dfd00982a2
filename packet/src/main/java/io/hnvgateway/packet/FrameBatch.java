package io.hnvgateway.packet;

/// Frames that one receive call brought, as parallel arrays. Owner: one worker thread.
public final class FrameBatch {
    public static final int CAPACITY = 64;

    private final long[] addresses = new long[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    private int size;

    public void clear() {
        size = 0;
    }

    /// Appends a frame; the caller keeps within [#CAPACITY].
    ///
    /// @param address absolute address of the first byte of the Ethernet header
    /// @param length bytes without FCS
    public void add(long address, int length) {
        addresses[size] = address;
        lengths[size++] = length;
    }

    public int size() {
        return size;
    }

    /// Bytes of all frames.
    public long bytes() {
        long bytes = 0;
        for (int i = 0; i < size; i++) {
            bytes += lengths[i];
        }
        return bytes;
    }

    public boolean full() {
        return size == CAPACITY;
    }

    public long address(int i) {
        return addresses[i];
    }

    public int length(int i) {
        return lengths[i];
    }
}
