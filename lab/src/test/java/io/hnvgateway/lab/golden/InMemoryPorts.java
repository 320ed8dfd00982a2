package io.hnvgateway.lab.golden;

import io.hnvgateway.app.compile.SteeringOrder;
import io.hnvgateway.dataplane.DataPathMemory;
import io.hnvgateway.dataplane.port.InMemoryPort;
import io.hnvgateway.lab.capture.CapturedFrame;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Ports, frames and tables in memory, registered for checked access while they live.
final class InMemoryPorts implements CasePorts {
    private static final int FRAMES = 1024;
    private static final int FLOW_ENTRIES = 1 << 14;
    private static final int FLOW6_ENTRIES = FLOW_ENTRIES / 4;
    private static final int ADJACENCIES = 1 << 10;
    private static final int COMPARTMENTS = 1 << 8;
    private static final int LINE_BYTES = 64;

    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> registered = new ArrayList<>();
    private final List<InMemoryPort> ports = new ArrayList<>();
    private final MemorySegment area =
            segment((long) FRAMES * FramePool.FRAME_BYTES, FramePool.FRAME_BYTES);
    private final FramePool frames = new FramePool(area);
    private final DataPathMemory tables =
            new DataPathMemory(
                    segment((long) FLOW_ENTRIES * DataPathMemory.SLOT_BYTES, LINE_BYTES),
                    segment((long) FLOW6_ENTRIES * DataPathMemory.FLOW6_BYTES, LINE_BYTES),
                    segment((long) ADJACENCIES * DataPathMemory.SLOT_BYTES, LINE_BYTES),
                    segment((long) COMPARTMENTS * Integer.BYTES, LINE_BYTES),
                    segment(LINE_BYTES, LINE_BYTES));

    InMemoryPorts(CaseConfig config) {
        for (CaseConfig.Link link : config.links()) {
            long mac = MacAddress.parse(link.macAddress()).bits();
            ports.add(new InMemoryPort(ports.size(), link.name(), mac, frames));
        }
    }

    private MemorySegment segment(long bytes, long alignment) {
        MemorySegment segment = arena.allocate(bytes, alignment);
        Memory.register(segment);
        registered.add(segment);
        return segment;
    }

    @Override
    public List<InMemoryPort> ports() {
        return ports;
    }

    @Override
    public FramePool frames() {
        return frames;
    }

    @Override
    public DataPathMemory tables() {
        return tables;
    }

    @Override
    public void steer(SteeringOrder order) {
        // Every frame is handed up.
    }

    @Override
    public void carry(int port, byte[] frame, FrameBatch batch) {
        ports.get(port).inject(frame);
        ports.get(port).receive(batch);
    }

    @Override
    public List<CapturedFrame> takeSent() {
        return ports.stream()
                .flatMap(p ->
                        p.takeSent().stream()
                                .map(s -> new CapturedFrame(s.atNs(), p.name(), s.bytes())))
                .toList();
    }

    int framesInUse() {
        return frames.capacity() - frames.available();
    }

    /// From here on every access to a frame is a fault.
    void forbidFrames() {
        Memory.unregister(area);
    }

    void permitFrames() {
        Memory.register(area);
    }

    @Override
    public void close() {
        registered.forEach(Memory::unregister);
        arena.close();
    }
}
