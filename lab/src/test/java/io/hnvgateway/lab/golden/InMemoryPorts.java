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
import java.util.Arrays;
import java.util.List;

/// Ports, frames and tables in memory, registered for checked access while they live.
public final class InMemoryPorts implements CasePorts {
    private static final int FRAMES_A_WORKER = 1024;
    private static final int FLOW_ENTRIES = 1 << 14;
    private static final int FLOW6_ENTRIES = FLOW_ENTRIES / 4;
    private static final int ADJACENCIES = 1 << 12;
    private static final int COMPARTMENTS = 1 << 8;
    private static final int LINE_BYTES = 64;

    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> registered = new ArrayList<>();
    private final List<List<InMemoryPort>> views = new ArrayList<>();
    private final MemorySegment area;
    private final List<FramePool> pools;
    private final DataPathMemory tables =
            new DataPathMemory(
                    segment((long) FLOW_ENTRIES * DataPathMemory.SLOT_BYTES, LINE_BYTES),
                    segment((long) FLOW6_ENTRIES * DataPathMemory.FLOW6_BYTES, LINE_BYTES),
                    segment((long) ADJACENCIES * DataPathMemory.SLOT_BYTES, LINE_BYTES),
                    segment((long) COMPARTMENTS * Integer.BYTES, LINE_BYTES),
                    segment(LINE_BYTES, LINE_BYTES));

    public InMemoryPorts(CaseConfig config) {
        this(config, 1);
    }

    InMemoryPorts(CaseConfig config, int workers) {
        int[] shares = new int[workers];
        Arrays.fill(shares, FRAMES_A_WORKER);
        long bytes = (long) workers * FRAMES_A_WORKER * FramePool.FRAME_BYTES;
        area = segment(bytes, FramePool.FRAME_BYTES);
        pools = FramePool.divide(area, shares);
        List<InMemoryPort> first = new ArrayList<>();
        for (CaseConfig.Link link : config.links()) {
            long mac = MacAddress.parse(link.macAddress()).bits();
            first.add(new InMemoryPort(first.size(), link.name(), mac, pools.getFirst()));
        }
        views.add(first);
        for (FramePool pool : pools.subList(1, workers)) {
            views.add(first.stream().map(port -> new InMemoryPort(port, pool)).toList());
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
        return views.getFirst();
    }

    @Override
    public FramePool frames() {
        return pools.getFirst();
    }

    @Override
    public List<List<InMemoryPort>> views() {
        return views;
    }

    @Override
    public List<FramePool> pools() {
        return pools;
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
    public void carry(int worker, int port, byte[] frame, FrameBatch batch) {
        InMemoryPort view = views.get(worker).get(port);
        view.inject(frame);
        view.receive(batch);
    }

    @Override
    public List<CapturedFrame> takeSent() {
        return ports().stream()
                .flatMap(p ->
                        p.takeSent().stream()
                                .map(s -> new CapturedFrame(s.atNs(), p.name(), s.bytes())))
                .toList();
    }

    public int framesInUse() {
        return pools.stream().mapToInt(InMemoryPorts::inUse).sum();
    }

    private static int inUse(FramePool pool) {
        pool.collect();
        return pool.capacity() - pool.available();
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
