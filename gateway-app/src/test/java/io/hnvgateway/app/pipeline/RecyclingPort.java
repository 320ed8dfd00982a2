package io.hnvgateway.app.pipeline;

import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Port;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// A port whose frames are sent the moment they are queued. It remembers how many, the last one's
/// UDP source port if that is where a plain IPv4 packet has it, and, when told to, a digest of all
/// their bytes in order.
final class RecyclingPort implements Port {
    private static final int SOURCE_PORT_OFFSET = 34;

    private final int index;
    private final String name;
    private final long macAddress;
    private final FramePool pool;
    long sent;

    /// Its ring has no room.
    boolean full;

    int lastSourcePort;
    boolean digesting;
    long digest;

    /// Keeps copies of what it took.
    boolean keeping;

    final List<byte[]> kept = new ArrayList<>();

    RecyclingPort(int index, String name, long macAddress, FramePool pool) {
        this.index = index;
        this.name = name;
        this.macAddress = macAddress;
        this.pool = pool;
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
        return 1500;
    }

    @Override
    public int receive(FrameBatch batch) {
        return 0;
    }

    @Override
    public boolean transmit(long address, int length) {
        if (full) {
            return false;
        }
        lastSourcePort = Memory.u16(address + SOURCE_PORT_OFFSET);
        sent++;
        if (keeping) {
            kept.add(Memory.everything().asSlice(address, length).toArray(ValueLayout.JAVA_BYTE));
        }
        if (digesting) {
            digest(address, length);
        }
        pool.free(address);
        return true;
    }

    private void digest(long address, int length) {
        digest = digest * 31 + length;
        for (int i = 0; i < length; i++) {
            digest = digest * 31 + Memory.u8(address + i);
        }
    }

    @Override
    public void flush() {}
}
