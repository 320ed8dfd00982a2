package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.guard.GuardedSteering;
import io.hnvgateway.dataplane.guard.GuardedSteering.GuardSetUp;
import io.hnvgateway.dataplane.netlink.XdpFeatures;
import io.hnvgateway.dataplane.port.PortExecutor;
import io.hnvgateway.dataplane.steering.SharesArray;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.dataplane.steering.VsidArray;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.sys.ReceiveOffloads;
import io.hnvgateway.dataplane.xdp.LinkInterfaces;
import io.hnvgateway.dataplane.xdp.RedirectLosses;
import io.hnvgateway.dataplane.xdp.RedirectTargets;
import io.hnvgateway.dataplane.xdp.TableSizes;
import io.hnvgateway.dataplane.xdp.TrafficArray;
import io.hnvgateway.dataplane.xdp.XdpCounters;
import io.hnvgateway.dataplane.xdp.XdpProgram;
import io.hnvgateway.dataplane.xdp.XdpSteering;
import io.hnvgateway.dataplane.xdp.XskSockets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens AF_XDP ports with tables in the program's mapped arrays: maps first, then sockets, and the
/// program is attached last, when all that it decides by is there. Only the links that it may send
/// by follow: until one is entered, what would leave by it goes up to the workers.
final class XdpDataPath {
    private static final int FRAMES_A_WORKER = 2048;
    private static final int FRAMES_A_QUEUE = 3072;
    private static final Logger LOG = LoggerFactory.getLogger(XdpDataPath.class);

    /// Where the program is attached.
    enum Hook {
        NATIVE,
        GENERIC,
        /// Native where the driver has it.
        EITHER
    }

    private XdpDataPath() {}

    static DataPath open(
            DataPathConfig config, SteeringPolicy policy, GuardSetUp guard, Hook hook) {
        List<NetDevice> devices = config.devices().stream().map(NetDevice::of).toList();
        Resources resources = new Resources(shares(config, devices));
        try {
            XdpProgram program =
                    new XdpProgram(
                            sizes(config.sizes()), config.execution(), config.slowPathLimit());
            resources.onClose(program::close);
            DataPathMemory memory = memory(config, program, resources);
            XdpSteering steering = new XdpSteering(program, devices, memory.vsidCompartments());
            steering.apply(policy);
            var opened =
                    XskSockets.open(program, devices, resources.frames(), resources.framePools());
            resources.onClose(opened::close);
            resources.receiveAllMulticast(config.devices());
            List<String> generic = attach(program, devices, hook);
            boolean inDriver = generic.size() < devices.size();
            RedirectLosses losses =
                    config.execution()
                            .map(by -> RedirectLosses.open(devices, by))
                            .orElse(RedirectLosses.NONE);
            resources.onClose(losses::close);
            var executors =
                    config.execution()
                            .map(by -> new LinkInterfaces(program, by, devices))
                            .map(links -> executors(links, devices, inDriver, resources))
                            .orElse(_ -> PortExecutor.JAVA_CHOSEN);
            XdpCounters verdicts =
                    new XdpCounters(resources.add(program.mapped("verdicts", XdpCounters.BYTES)));
            GuardedSteering guarded = guard.before(steering);
            resources.onClose(guarded::close);
            return new DataPath(
                    choice(generic, devices.size(), opened.zeroCopy()),
                    opened.ports(),
                    memory,
                    new DataPath.Control(
                            guarded,
                            verdicts,
                            seed -> XskSockets.dealBy(program, seed, config.workers()),
                            executors,
                            losses),
                    resources);
        } catch (RuntimeException | LinkageError e) {
            resources.close();
            throw e;
        }
    }

    /// Each queue's fill ring holds frames for as long as nothing arrives: a quarter of all frames
    /// is divided evenly, the rest by the queues that a worker fills.
    private static int[] shares(DataPathConfig config, List<NetDevice> devices) {
        int workers = config.workers();
        int[] queues = XskSockets.queuesOfWorkers(devices, workers);
        int all = IntStream.of(queues).sum();
        int frames =
                Math.max(config.sizes().frames(), workers * FRAMES_A_WORKER + all * FRAMES_A_QUEUE);
        int even = frames / 4 / workers;
        int rest = frames - even * workers;
        return IntStream.of(queues).map(own -> even + (int) ((long) rest * own / all)).toArray();
    }

    /// @return the devices that it is attached to by the generic hook
    private static List<String> attach(XdpProgram program, List<NetDevice> devices, Hook hook) {
        List<String> generic = new ArrayList<>();
        for (NetDevice device : devices) {
            keepVlanTags(device.name());
            switch (hook) {
                case NATIVE -> program.attach(device, false);
                case GENERIC -> {
                    program.attach(device, true);
                    generic.add(device.name());
                }
                case EITHER ->
                        program.attach(device)
                                .ifPresent(why -> {
                                    LOG.info("Generic XDP on {}: {}", device.name(), why);
                                    generic.add(device.name());
                                });
            }
        }
        generic.forEach(PacketDataPath::mergeNothing);
        return generic;
    }

    /// The program reads a tag in the frame or none.
    private static void keepVlanTags(String device) {
        if (!ReceiveOffloads.keepVlanTags(device)) {
            LOG.warn(
                    "event=vlan-tags-stripped device={} hint=\"ethtool -K {} rxvlan off\"",
                    device,
                    device);
        }
    }

    /// Enters the links that the program may send by. What a device's driver received needs a
    /// driver at the other device too; what only the generic hook sees leaves by any device, as the
    /// host's own packets do.
    private static IntFunction<PortExecutor> executors(
            LinkInterfaces links, List<NetDevice> devices, boolean inDriver, Resources resources) {
        if (!inDriver) {
            links.enterAll();
            return _ -> PortExecutor.XDP;
        }
        Optional<XdpFeatures> features = XdpFeatures.open();
        if (features.isEmpty()) {
            LOG.warn(
                    "event=executor executor=java reason=\"{}\"",
                    PortExecutor.JAVA_UNKNOWN.reason());
            return _ -> PortExecutor.JAVA_UNKNOWN;
        }
        RedirectTargets targets = new RedirectTargets(features.get(), links, devices);
        resources.onClose(targets::close);
        return targets::executor;
    }

    private static DataPath.Choice choice(List<String> generic, int devices, boolean zeroCopy) {
        boolean none = generic.size() == devices;
        String hook =
                generic.isEmpty()
                        ? "native XDP"
                        : none ? "generic XDP" : "native XDP, generic on " + generic;
        return new DataPath.Choice(
                none ? DataPathMode.XDP_GENERIC : DataPathMode.XDP,
                hook + (zeroCopy ? ", zero-copy" : ", frames are copied"));
    }

    private static TableSizes sizes(DataPathConfig.Sizes sizes) {
        return new TableSizes(
                sizes.flowEntries(),
                sizes.flowEntries6(),
                sizes.adjacencies(),
                sizes.compartments());
    }

    private static DataPathMemory memory(
            DataPathConfig config, XdpProgram program, Resources resources) {
        DataPathConfig.Sizes sizes = config.sizes();
        long slot = DataPathMemory.SLOT_BYTES;
        return new DataPathMemory(
                resources.add(program.mapped("flow_table", slot * sizes.flowEntries())),
                resources.add(
                        program.mapped(
                                "flow_table6",
                                (long) sizes.flowEntries6() * DataPathMemory.FLOW6_BYTES)),
                resources.add(program.mapped("adjacencies", slot * sizes.adjacencies())),
                resources.add(program.mapped("generations", 4L * sizes.compartments())),
                resources.add(program.mapped("vsid_compartments", VsidArray.BYTES)),
                resources.add(
                        program.mapped(
                                "flow_counters",
                                (long) sizes.flowEntries() * DataPathMemory.FLOW_COUNTER_BYTES)),
                resources.add(
                        program.mapped(
                                "flow_counters6",
                                (long) sizes.flowEntries6() * DataPathMemory.FLOW_COUNTER_BYTES)),
                new TrafficArray(
                        resources.add(program.traffic()),
                        sizes.compartments(),
                        new SharesArray(resources.add(program.shares()), sizes.compartments())),
                config.execution().isPresent());
    }
}
