package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.NetDevice;
import java.lang.foreign.Arena;

/// An AF_XDP socket of somebody who is no gateway, on the first queue of a device.
public final class OccupiedQueue implements AutoCloseable {
    private static final int FRAME_BYTES = 4096;
    private static final int FRAMES = 64;

    private final Arena memory = Arena.ofShared();
    private final XskSocket socket;

    public OccupiedQueue(NetDevice device) {
        socket =
                new XskSocket(
                        memory.allocate((long) FRAMES * FRAME_BYTES, FRAME_BYTES),
                        FRAME_BYTES,
                        new XskSocket.Binding(
                                new XskSocket.Place(device.name(), device.index(), 0),
                                -1,
                                true,
                                false));
    }

    @Override
    public void close() {
        socket.close();
        memory.close();
    }
}
