package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.guard.GuardedSteering.GuardSetUp;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.dataplane.steering.VsidArray;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.xdp.XdpCounters;
import io.hnvgateway.dataplane.xdp.XdpProgram;
import io.hnvgateway.dataplane.xdp.XdpSteering;
import io.hnvgateway.dataplane.xdp.XskSockets;
import java.util.List;

/// Opens AF_XDP ports with tables in the program's mapped arrays: maps first, then sockets, and the
/// program is attached last, when all that it decides by is there.
final class XdpDataPath {
    private static final int GENERATIONS_A_LINE = 16;
    private static final int FRAMES_FOR_ALL = 2048;
    private static final int FRAMES_A_QUEUE = 3072;

    private XdpDataPath() {}

    static DataPath open(
            DataPathConfig config, SteeringPolicy policy, GuardSetUp guard, boolean generic) {
        List<NetDevice> devices = config.devices().stream().map(NetDevice::of).toList();
        Resources resources = new Resources(frames(config, devices));
        try {
            XdpProgram program = new XdpProgram(lines(config.sizes()));
            resources.onClose(program::close);
            DataPathMemory memory = memory(config.sizes(), program, resources);
            XdpSteering steering = new XdpSteering(program, devices, memory.vsidCompartments());
            steering.apply(policy);
            var opened =
                    XskSockets.open(program, devices, resources.frames(), resources.framePool());
            opened.ports().forEach(port -> resources.onClose(port::close));
            devices.forEach(device -> program.attach(device, generic));
            XdpCounters verdicts =
                    new XdpCounters(resources.add(program.mapped("verdicts", XdpCounters.BYTES)));
            return new DataPath(
                    choice(generic, opened.zeroCopy()),
                    opened.ports(),
                    memory,
                    new DataPath.Control(guard.before(steering), verdicts),
                    resources);
        } catch (RuntimeException | LinkageError e) {
            resources.close();
            throw e;
        }
    }

    /// Each queue's fill ring holds frames for as long as nothing arrives.
    private static int frames(DataPathConfig config, List<NetDevice> devices) {
        int queues = devices.stream().mapToInt(NetDevice::receiveQueues).sum();
        return Math.max(config.sizes().frames(), FRAMES_FOR_ALL + queues * FRAMES_A_QUEUE);
    }

    private static DataPath.Choice choice(boolean generic, boolean zeroCopy) {
        return new DataPath.Choice(
                generic ? DataPathMode.XDP_GENERIC : DataPathMode.XDP,
                (generic ? "generic XDP" : "native XDP")
                        + (zeroCopy ? ", zero-copy" : ", frames are copied"));
    }

    private static XdpProgram.TableLines lines(DataPathConfig.Sizes sizes) {
        int generationLines = (sizes.compartments() + GENERATIONS_A_LINE - 1) / GENERATIONS_A_LINE;
        return new XdpProgram.TableLines(sizes.flowEntries(), sizes.adjacencies(), generationLines);
    }

    private static DataPathMemory memory(
            DataPathConfig.Sizes sizes, XdpProgram program, Resources resources) {
        long slot = DataPathMemory.SLOT_BYTES;
        return new DataPathMemory(
                resources.add(program.mapped("flow_table", slot * sizes.flowEntries())),
                resources.anonymous((long) sizes.flowEntries6() * DataPathMemory.FLOW6_BYTES),
                resources.add(program.mapped("adjacencies", slot * sizes.adjacencies())),
                resources.add(program.mapped("generations", 4L * sizes.compartments())),
                resources.add(program.mapped("vsid_compartments", VsidArray.BYTES)));
    }
}
