package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.afpacket.PacketPort;
import io.hnvgateway.dataplane.afpacket.PacketSockets;
import io.hnvgateway.dataplane.guard.GuardedSteering;
import io.hnvgateway.dataplane.guard.GuardedSteering.GuardSetUp;
import io.hnvgateway.dataplane.port.PortExecutor;
import io.hnvgateway.dataplane.steering.FilterSteering;
import io.hnvgateway.dataplane.steering.SteeringCounters;
import io.hnvgateway.dataplane.steering.SteeringFilter;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.dataplane.steering.TunnelOwners;
import io.hnvgateway.dataplane.steering.VerdictCounters;
import io.hnvgateway.dataplane.steering.VsidArray;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.sys.ReceiveOffloads;
import io.hnvgateway.dataplane.xdp.RedirectLosses;
import io.hnvgateway.dataplane.xdp.TrafficArray;
import io.hnvgateway.packet.FramePool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens AF_PACKET ports with tables in anonymous memory.
final class PacketDataPath {
    private static final Logger LOG = LoggerFactory.getLogger(PacketDataPath.class);

    private static final int FRAMES_A_WORKER = 512;

    private PacketDataPath() {}

    static DataPath open(
            DataPathConfig config, SteeringPolicy policy, GuardSetUp guard, String reason) {
        Resources resources = new Resources(shares(config));
        try {
            DataPathMemory memory = memory(config.sizes(), resources);
            FilterSteering steering =
                    new FilterSteering(config.devices(), memory.vsidCompartments());
            steering.apply(policy);
            config.devices().forEach(PacketDataPath::mergeNothing);
            resources.receiveAllMulticast(config.devices());
            List<VerdictCounters> verdicts = new ArrayList<>();
            List<List<PacketPort>> ports = new ArrayList<>();
            for (FramePool pool : resources.framePools()) {
                VerdictCounters ofWorker = new VerdictCounters(config.devices().size());
                verdicts.add(ofWorker);
                ports.add(views(config, pool, steering.filter(), ofWorker, resources));
            }
            deal(config, ports);
            GuardedSteering guarded = guard.before(steering);
            resources.onClose(guarded::close);
            return new DataPath(
                    ports,
                    memory,
                    new DataPath.Control(
                            guarded,
                            sum(verdicts),
                            _ -> {},
                            new Sockets(reason),
                            DataPath.Origin.unpinned("the data path is AF_PACKET"),
                            RedirectLosses.NONE,
                            TunnelOwners.NONE),
                    resources);
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    /// They need no program on the devices.
    private record Sockets(String reason) implements DataPath.Attachment {
        @Override
        public DataPath.Choice choice() {
            return new DataPath.Choice(DataPathMode.PACKET, reason);
        }

        @Override
        public PortExecutor executor(int port) {
            return PortExecutor.JAVA_PACKET;
        }

        @Override
        public void goLive() {}
    }

    private static int[] shares(DataPathConfig config) {
        int frames = Math.max(config.sizes().frames(), config.workers() * FRAMES_A_WORKER);
        int[] shares = new int[config.workers()];
        Arrays.fill(shares, frames / config.workers());
        return shares;
    }

    /// One worker's views of all ports.
    private static List<PacketPort> views(
            DataPathConfig config,
            FramePool pool,
            SteeringFilter filter,
            VerdictCounters verdicts,
            Resources resources) {
        List<PacketPort> views = new ArrayList<>();
        for (String name : config.devices()) {
            PacketPort port =
                    new PacketPort(
                            views.size(),
                            new PacketSockets(NetDevice.of(name), config.workers()),
                            pool,
                            filter,
                            verdicts);
            resources.onClose(port::close);
            views.add(port);
        }
        return views;
    }

    /// From here on each frame of a device goes to one worker.
    private static void deal(DataPathConfig config, List<List<PacketPort>> ports) {
        for (int i = 0; i < config.devices().size(); i++) {
            int port = i;
            PacketPort.deal(ports.stream().map(ofWorker -> ofWorker.get(port)).toList());
        }
    }

    private static SteeringCounters sum(List<VerdictCounters> counters) {
        return (port, verdict) -> counters.stream().mapToLong(c -> c.frames(port, verdict)).sum();
    }

    /// Packet sockets and generic XDP see what GRO made of the packets, which fits no frame.
    static void mergeNothing(String device) {
        if (!ReceiveOffloads.mergeNothing(device)) {
            LOG.warn(
                    "event=receive-merging device={} hint=\"ethtool -K {} gro off lro off\"",
                    device,
                    device);
        }
    }

    private static DataPathMemory memory(DataPathConfig.Sizes sizes, Resources resources) {
        return new DataPathMemory(
                resources.table((long) sizes.flowEntries() * DataPathMemory.SLOT_BYTES),
                resources.table((long) sizes.flowEntries6() * DataPathMemory.FLOW6_BYTES),
                resources.anonymous((long) sizes.adjacencies() * DataPathMemory.SLOT_BYTES),
                resources.anonymous(sizes.compartments() * 4L),
                resources.anonymous(VsidArray.BYTES),
                resources.table((long) sizes.flowEntries() * DataPathMemory.FLOW_COUNTER_BYTES),
                resources.table((long) sizes.flowEntries6() * DataPathMemory.FLOW_COUNTER_BYTES),
                TrafficArray.NONE,
                false);
    }
}
