package io.hnvgateway.dataplane.port;

import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Memory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// A port without a wire, for tests: [#inject] makes a received frame, [#sent] tells what was
/// transmitted and when. All methods belong to one thread.
public final class InMemoryPort implements DataPathPort {
    private final int index;
    private final String name;
    private final long macAddress;
    private final FramePool pool;
    private final LongSupplier clockNs;
    private final ArrayDeque<byte[]> arriving = new ArrayDeque<>();
    private final List<SentFrame> sent;
    private final PortCounters counters = new PortCounters();
    private int mtuBytes = 1500;
    private int transmitRoom = Integer.MAX_VALUE;

    /// A frame that left, and the clock's reading when it did.
    @SuppressWarnings("ArrayRecordComponent") // for tests, which compare the bytes
    public record SentFrame(byte[] bytes, long atNs) {}

    /// @param pool shared with the other ports of the same data path
    public InMemoryPort(int index, String name, long macAddress, FramePool pool) {
        this(index, name, macAddress, pool, System::nanoTime);
    }

    public InMemoryPort(
            int index, String name, long macAddress, FramePool pool, LongSupplier clockNs) {
        this.index = index;
        this.name = name;
        this.macAddress = macAddress;
        this.pool = pool;
        this.clockNs = clockNs;
        this.sent = new ArrayList<>();
    }

    /// Another worker's view of a port: it receives its own frames, and sends on the same wire.
    public InMemoryPort(InMemoryPort other, FramePool pool) {
        index = other.index;
        name = other.name;
        macAddress = other.macAddress;
        clockNs = other.clockNs;
        sent = other.sent;
        mtuBytes = other.mtuBytes;
        this.pool = pool;
    }

    /// Lets `frame` arrive with the next [#receive].
    public void inject(byte[] frame) {
        arriving.add(frame.clone());
    }

    /// What was transmitted since the last [#takeSent].
    public List<SentFrame> sent() {
        return List.copyOf(sent);
    }

    /// Returns what was transmitted and forgets it.
    public List<SentFrame> takeSent() {
        List<SentFrame> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /// The transmit ring takes `frames` more frames and then is full.
    public void transmitRoom(int frames) {
        transmitRoom = frames;
    }

    public void mtuBytes(int bytes) {
        mtuBytes = bytes;
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
        return mtuBytes;
    }

    @Override
    public int receive(FrameBatch batch) {
        int before = batch.size();
        while (!batch.full() && !arriving.isEmpty()) {
            accept(arriving.remove(), batch);
        }
        return batch.size() - before;
    }

    private void accept(byte[] frame, FrameBatch batch) {
        if (frame.length > FramePool.FRAME_BYTES - FramePool.HEADROOM_BYTES) {
            counters.lostTooLong.add(1);
            return;
        }
        long start = pool.allocate();
        if (start == 0) {
            counters.lostNoFrame.add(1);
            return;
        }
        long address = start + FramePool.HEADROOM_BYTES;
        for (int i = 0; i < frame.length; i++) {
            Memory.put8(address + i, frame[i]);
        }
        batch.add(address, frame.length);
        counters.received(frame.length);
    }

    @Override
    public boolean transmit(long address, int length) {
        if (transmitRoom == 0) {
            counters.transmitRingFull.add(1);
            return false;
        }
        transmitRoom--;
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) Memory.u8(address + i);
        }
        sent.add(new SentFrame(bytes, clockNs.getAsLong()));
        counters.sent(length);
        pool.free(address);
        return true;
    }

    @Override
    public void flush() {
        // What is transmitted has left already.
    }

    @Override
    public int[] pollDescriptors() {
        return new int[0];
    }

    @Override
    public int framesHeld() {
        return 0;
    }

    @Override
    public PortStatistics statistics() {
        return counters.snapshot();
    }

    @Override
    public void close() {
        arriving.clear();
    }
}
