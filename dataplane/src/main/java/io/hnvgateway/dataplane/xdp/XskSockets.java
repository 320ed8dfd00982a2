package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.afpacket.UdpTrain;
import io.hnvgateway.dataplane.port.Counter;
import io.hnvgateway.dataplane.port.PortCounters;
import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.sys.SystemCallException;
import io.hnvgateway.packet.FramePool;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Opens the sockets of all ports over one UMEM, one for each worker on each queue, and enters them
/// in the program's socket map.
public final class XskSockets {
    private static final int MAX_QUEUES = 64;

    private final XdpProgram program;
    private final List<NetDevice> devices;
    private final SharedFrames frames;
    private final Mapping rings;

    /// By port, queue and worker.
    private final List<List<List<XskSocket>>> sockets = new ArrayList<>();

    private XskSockets(
            XdpProgram program, List<NetDevice> devices, SharedFrames frames, Mapping rings) {
        this.program = program;
        this.rings = rings;
        this.devices = List.copyOf(devices);
        this.frames = frames;
    }

    /// Ports by worker, and whether the kernel leaves their frames uncopied.
    public record Opened(List<List<XdpPort>> ports, boolean zeroCopy, Mapping rings) {
        public void close() {
            ports.forEach(ofWorker -> ofWorker.forEach(XdpPort::close));
            rings.close();
        }
    }

    /// Zero-copy if all devices can, else copy: sockets of one UMEM are alike.
    ///
    /// @param pools one for each worker, of parts of `umem`
    public static Opened open(
            XdpProgram program,
            List<NetDevice> devices,
            MemorySegment umem,
            List<FramePool> pools) {
        if (pools.size() > WorkerChoice.MOST_WORKERS) {
            throw new IllegalArgumentException(
                    pools.size() + " workers: at most " + WorkerChoice.MOST_WORKERS);
        }
        Mapping rings =
                program.mapped(
                        "rings",
                        (long) devices.size() * MAX_QUEUES * pools.size() * RingLevel.BYTES);
        try {
            return open(program, devices, new SharedFrames(umem, pools), rings);
        } catch (RuntimeException e) {
            rings.close();
            throw e;
        }
    }

    private static Opened open(
            XdpProgram program, List<NetDevice> devices, SharedFrames frames, Mapping rings) {
        try {
            return new XskSockets(program, devices, frames, rings).open(true);
        } catch (SystemCallException e) {
            if (!XskSocket.isUnsupported(e)) {
                throw e;
            }
            return new XskSockets(program, devices, frames, rings).open(false);
        }
    }

    /// Deals frames out by another hash.
    public static void dealBy(XdpProgram program, long seed, int workers) {
        new WorkerChoice(program).set(seed, workers);
    }

    /// How many queues each worker fills: frames are divided by that.
    public static int[] queuesOfWorkers(List<NetDevice> devices, int workers) {
        int[] queues = new int[workers];
        for (int port = 0; port < devices.size(); port++) {
            for (int queue = 0; queue < queues(devices.get(port)); queue++) {
                queues[(port + queue) % workers]++;
            }
        }
        return queues;
    }

    private static int queues(NetDevice device) {
        return Math.min(device.receiveQueues(), MAX_QUEUES);
    }

    private Opened open(boolean zeroCopy) {
        try {
            bindAll(zeroCopy);
        } catch (RuntimeException e) {
            all().forEach(XskSocket::close);
            throw e;
        }
        new WorkerChoice(program).begin(frames.workers());
        enter(program.map("sockets"));
        return new Opened(ports(zeroCopy), zeroCopy, rings);
    }

    private Stream<XskSocket> all() {
        return sockets.stream().flatMap(List::stream).flatMap(List::stream);
    }

    private void bindAll(boolean zeroCopy) {
        for (NetDevice device : devices) {
            List<List<XskSocket>> ofPort = new ArrayList<>();
            sockets.add(ofPort);
            for (int queue = 0; queue < queues(device); queue++) {
                List<XskSocket> ofQueue = new ArrayList<>();
                ofPort.add(ofQueue);
                var place = new XskSocket.Place(device.name(), device.index(), queue);
                for (int i = 0; i < frames.workers(); i++) {
                    ofQueue.add(bind(place, ofQueue, zeroCopy));
                }
                placeFirst(ofQueue, frames.ownerOf(sockets.size() - 1, queue));
            }
        }
    }

    private XskSocket bind(XskSocket.Place place, List<XskSocket> ofQueue, boolean zeroCopy) {
        boolean first = ofQueue.isEmpty();
        int owner =
                first
                        ? all().findFirst().map(XskSocket::descriptor).orElse(-1)
                        : ofQueue.getFirst().descriptor();
        return new XskSocket(
                frames.umem(),
                FramePool.FRAME_BYTES,
                new XskSocket.Binding(place, owner, first, zeroCopy));
    }

    /// The queue's first socket, which has its rings, is its owner's.
    private static void placeFirst(List<XskSocket> ofQueue, int owner) {
        XskSocket first = ofQueue.removeFirst();
        ofQueue.add(owner, first);
    }

    /// What an earlier process's sockets had not yet given it is lost; these hold nothing.
    private void enter(BpfMap map) {
        for (int port = 0; port < sockets.size(); port++) {
            for (int queue = 0; queue < sockets.get(port).size(); queue++) {
                List<XskSocket> ofQueue = sockets.get(port).get(queue);
                int first = key(port, queue);
                for (int worker = 0; worker < ofQueue.size(); worker++) {
                    new RingLevel(rings.segment(), first + worker).report(0);
                    int descriptor = ofQueue.get(worker).descriptor();
                    map.put(MapBytes.u32(first + worker), MapBytes.u32(descriptor));
                }
            }
        }
    }

    /// Of the first worker's socket, in the program's maps.
    private int key(int port, int queue) {
        return (port * MAX_QUEUES + queue) * frames.workers();
    }

    private List<List<XdpPort>> ports(boolean zeroCopy) {
        List<List<XdpPort>> byWorker = new ArrayList<>();
        for (int worker = 0; worker < frames.workers(); worker++) {
            byWorker.add(new ArrayList<>());
        }
        int[] filled = queuesOfWorkers(devices, frames.workers());
        for (int port = 0; port < devices.size(); port++) {
            List<XdpPort> views = views(port, filled, zeroCopy);
            for (int worker = 0; worker < views.size(); worker++) {
                byWorker.get(worker).add(views.get(worker));
            }
        }
        return byWorker;
    }

    /// One view of the port for each worker.
    private List<XdpPort> views(int port, int[] filled, boolean zeroCopy) {
        List<List<XskSocket>> ofPort = sockets.get(port);
        List<XdpPort.View> views =
                IntStream.range(0, frames.workers())
                        .mapToObj(worker ->
                                new XdpPort.View(
                                        worker,
                                        new PortCounters(),
                                        new ArrayList<>(),
                                        new ArrayList<>(),
                                        zeroCopy ? null : UdpTrain.by(devices.get(port))))
                        .toList();
        for (int queue = 0; queue < ofPort.size(); queue++) {
            List<Counter> received = new ArrayList<>();
            for (XdpPort.View view : views) {
                Counter ofWorker = new Counter();
                received.add(ofWorker);
                XskSocket socket = ofPort.get(queue).get(view.worker());
                FramePool pool = frames.pools().get(view.worker());
                var level = new RingLevel(rings.segment(), key(port, queue) + view.worker());
                var source = new XdpQueue.Source(socket, level);
                view.queues().add(new XdpQueue(source, frames, pool, view.counters(), ofWorker));
            }
            XdpPort.View owner = views.get(frames.ownerOf(port, queue));
            owner.rings().add(rings(ofPort.get(queue), owner, filled, received));
        }
        return views.stream()
                .map(view -> new XdpPort(port, devices.get(port), frames, view))
                .toList();
    }

    private QueueRings rings(
            List<XskSocket> ofQueue, XdpPort.View owner, int[] filled, List<Counter> received) {
        int worker = owner.worker();
        var supply =
                new QueueRings.Supply(
                        frames.pools().get(worker), frames.share(worker, filled[worker]), received);
        return new QueueRings(ofQueue.get(worker), frames, supply, owner.counters());
    }
}
