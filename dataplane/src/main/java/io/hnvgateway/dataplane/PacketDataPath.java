package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.afpacket.PacketPort;
import io.hnvgateway.dataplane.guard.GuardedSteering.GuardSetUp;
import io.hnvgateway.dataplane.steering.FilterSteering;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.dataplane.steering.VerdictCounters;
import io.hnvgateway.dataplane.steering.VsidArray;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.sys.ReceiveMerging;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens AF_PACKET ports with tables in anonymous memory.
final class PacketDataPath {
    private static final Logger LOG = LoggerFactory.getLogger(PacketDataPath.class);

    private PacketDataPath() {}

    static DataPath open(
            DataPathConfig config, SteeringPolicy policy, GuardSetUp guard, String reason) {
        Resources resources = new Resources(config.sizes().frames());
        try {
            DataPathMemory memory = memory(config.sizes(), resources);
            FilterSteering steering =
                    new FilterSteering(config.devices(), memory.vsidCompartments());
            steering.apply(policy);
            VerdictCounters verdicts = new VerdictCounters(config.devices().size());
            List<PacketPort> ports = new ArrayList<>();
            for (String name : config.devices()) {
                NetDevice device = NetDevice.of(name);
                mergeNothing(name);
                PacketPort port =
                        new PacketPort(
                                ports.size(),
                                device,
                                resources.framePool(),
                                steering.filter(),
                                verdicts);
                resources.onClose(port::close);
                ports.add(port);
            }
            return new DataPath(
                    new DataPath.Choice(DataPathMode.PACKET, reason),
                    ports,
                    memory,
                    new DataPath.Control(guard.before(steering), verdicts),
                    resources);
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    /// Packet sockets see what GRO made of the packets.
    private static void mergeNothing(String device) {
        if (!ReceiveMerging.switchOff(device)) {
            LOG.warn(
                    "event=receive-merging device={} hint=\"ethtool -K {} gro off lro off\"",
                    device,
                    device);
        }
    }

    private static DataPathMemory memory(DataPathConfig.Sizes sizes, Resources resources) {
        return new DataPathMemory(
                resources.anonymous((long) sizes.flowEntries() * DataPathMemory.SLOT_BYTES),
                resources.anonymous((long) sizes.flowEntries6() * DataPathMemory.FLOW6_BYTES),
                resources.anonymous((long) sizes.adjacencies() * DataPathMemory.SLOT_BYTES),
                resources.anonymous(sizes.compartments() * 4L),
                resources.anonymous(VsidArray.BYTES));
    }
}
