package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.guard.Guard;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SteeringVerdict;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.Memory;
import java.util.ArrayList;
import java.util.List;

/// A data path over one veth end; its peer sends and captures.
final class DataPathFixture implements AutoCloseable {
    private static final long PATIENCE_NS = 30_000_000_000L;

    final VethPeer peer;
    final DataPath path;

    DataPathFixture(DataPathMode mode, PortRole... roles) {
        this(new VethPeer(), mode, roles);
    }

    DataPathFixture(VethPeer peer, DataPathMode mode, PortRole... roles) {
        this.peer = peer;
        DataPathConfig config =
                new DataPathConfig(mode, List.of(peer.device()), DataPathConfig.Sizes.SMALL);
        try {
            path = DataPathOpener.open(config, TestPolicies.everything(peer.device(), roles));
        } catch (RuntimeException e) {
            Guard.detach(List.of(peer.device()));
            peer.close();
            throw e;
        }
    }

    DataPathPort port() {
        return path.ports().getFirst();
    }

    /// Frames that arrive within a patience, at least `count`; they are freed.
    List<byte[]> receive(int count) {
        List<byte[]> frames = new ArrayList<>();
        FrameBatch batch = new FrameBatch();
        long end = System.nanoTime() + PATIENCE_NS;
        while (frames.size() < count && System.nanoTime() - end < 0) {
            batch.clear();
            port().receive(batch);
            for (int i = 0; i < batch.size(); i++) {
                frames.add(bytes(batch.address(i), batch.length(i)));
                path.framePool().free(batch.address(i));
            }
            port().flush();
            Thread.onSpinWait();
        }
        return frames;
    }

    /// Sends one frame with room before it, as a handler would.
    boolean transmit(byte[] frame) {
        long address = path.framePool().allocate() + 256;
        for (int i = 0; i < frame.length; i++) {
            Memory.put8(address + i, frame[i]);
        }
        boolean sent = port().transmit(address, frame.length);
        port().flush();
        return sent;
    }

    /// Waits until the pool has as many free frames as once.
    void awaitFrames(int available) {
        long end = System.nanoTime() + PATIENCE_NS;
        while (path.framePool().available() != available) {
            port().flush();
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(
                        "free frames: " + path.framePool().available() + ", not " + available);
            }
        }
    }

    long frames(SteeringVerdict verdict) {
        return path.verdicts().frames(0, verdict);
    }

    private static byte[] bytes(long address, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) Memory.u8(address + i);
        }
        return bytes;
    }

    @Override
    public void close() {
        path.close();
        Guard.detach(List.of(peer.device()));
        peer.close();
    }
}
