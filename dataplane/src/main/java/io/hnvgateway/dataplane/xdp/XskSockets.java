package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.sys.SystemCallException;
import io.hnvgateway.packet.FramePool;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Opens the sockets of all ports over one UMEM, and enters them in the program's socket map.
public final class XskSockets {
    private static final int MAX_QUEUES = 64;

    private XskSockets() {}

    /// Ports, and whether the kernel leaves their frames uncopied.
    public record Opened(List<XdpPort> ports, boolean zeroCopy) {}

    /// Zero-copy if all devices can, else copy: sockets of one UMEM are alike.
    public static Opened open(
            XdpProgram program, List<NetDevice> devices, MemorySegment frames, FramePool pool) {
        try {
            return open(program, devices, frames, pool, true);
        } catch (SystemCallException e) {
            if (!XskSocket.isUnsupported(e)) {
                throw e;
            }
            return open(program, devices, frames, pool, false);
        }
    }

    private static Opened open(
            XdpProgram program,
            List<NetDevice> devices,
            MemorySegment frames,
            FramePool pool,
            boolean zeroCopy) {
        List<List<XskSocket>> sockets = bindAll(devices, frames, zeroCopy);
        int queues = sockets.stream().mapToInt(List::size).sum();
        SharedFrames shared = SharedFrames.among(queues, frames, pool);
        BpfMap map = program.map("sockets");
        List<XdpPort> ports = new ArrayList<>();
        for (int port = 0; port < devices.size(); port++) {
            List<XskSocket> ofPort = sockets.get(port);
            ports.add(new XdpPort(port, devices.get(port), shared, ofPort));
            for (int queue = 0; queue < ofPort.size(); queue++) {
                int descriptor = ofPort.get(queue).descriptor();
                map.put(MapBytes.u32(port * MAX_QUEUES + queue), MapBytes.u32(descriptor));
            }
        }
        return new Opened(ports, zeroCopy);
    }

    private static List<List<XskSocket>> bindAll(
            List<NetDevice> devices, MemorySegment frames, boolean zeroCopy) {
        List<List<XskSocket>> byPort = new ArrayList<>();
        try {
            for (NetDevice device : devices) {
                List<XskSocket> sockets = new ArrayList<>();
                byPort.add(sockets);
                for (int q = 0; q < Math.min(device.receiveQueues(), MAX_QUEUES); q++) {
                    List<XskSocket> first = byPort.getFirst();
                    int owner = first.isEmpty() ? -1 : first.getFirst().descriptor();
                    var binding =
                            new XskSocket.Binding(
                                    device.name(), device.index(), q, owner, zeroCopy);
                    sockets.add(new XskSocket(frames, FramePool.FRAME_BYTES, binding));
                }
            }
            return byPort;
        } catch (RuntimeException e) {
            byPort.forEach(sockets -> sockets.forEach(XskSocket::close));
            throw e;
        }
    }
}
