package io.hnvgateway.benchmarks.micro;

import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Port;

/// A port whose frames are sent the moment they are queued: back into the pool. It knows the last
/// ones, whose bytes stay until their frames are used again.
final class SinkPort implements Port {
    private static final int MTU_BYTES = 1500;

    /// A power of two.
    private static final int RECENT = 256;

    private final int index;
    private final String name;
    private final long macAddress;
    private final FramePool frames;
    private long sent;
    private final long[] recent = new long[RECENT];

    SinkPort(int index, String name, long macAddress, FramePool frames) {
        this.index = index;
        this.name = name;
        this.macAddress = macAddress;
        this.frames = frames;
    }

    /// Frames sent so far.
    long sent() {
        return sent;
    }

    /// Address of the frame that was sent as the n-th, from 0; one of the last 256.
    long recent(long n) {
        return recent[(int) n & (RECENT - 1)];
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long macAddress() {
        return macAddress;
    }

    @Override
    public int mtuBytes() {
        return MTU_BYTES;
    }

    @Override
    public int receive(FrameBatch batch) {
        return 0;
    }

    @Override
    public boolean transmit(long address, int length) {
        recent[(int) sent++ & (RECENT - 1)] = address;
        frames.free(address);
        return true;
    }

    @Override
    public void flush() {}
}
