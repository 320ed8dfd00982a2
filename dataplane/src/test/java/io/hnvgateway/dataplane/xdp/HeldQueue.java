package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.packet.FramePool;

/// Somebody else's socket on a device's first queue.
public final class HeldQueue implements AutoCloseable {
    private static final int FRAMES = 64;

    private final Mapping frames = Mapping.anonymous((long) FRAMES * FramePool.FRAME_BYTES);
    private final XskSocket socket;

    public HeldQueue(NetDevice device) {
        socket =
                new XskSocket(
                        frames.segment(),
                        FramePool.FRAME_BYTES,
                        new XskSocket.Binding(
                                new XskSocket.Place(device.name(), device.index(), 0),
                                -1,
                                true,
                                false));
    }

    @Override
    public void close() {
        socket.close();
        frames.close();
    }
}
