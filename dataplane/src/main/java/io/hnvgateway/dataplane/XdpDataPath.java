package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.DataPathConfig.Pinning;
import io.hnvgateway.dataplane.DataPathOpener.Opening;
import io.hnvgateway.dataplane.guard.GuardedSteering;
import io.hnvgateway.dataplane.guard.GuardedSteering.GuardSetUp;
import io.hnvgateway.dataplane.steering.SharesArray;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.dataplane.steering.VsidArray;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.xdp.Adoption;
import io.hnvgateway.dataplane.xdp.CannotAdoptException;
import io.hnvgateway.dataplane.xdp.LinkInterfaces;
import io.hnvgateway.dataplane.xdp.NotNowException;
import io.hnvgateway.dataplane.xdp.Pins;
import io.hnvgateway.dataplane.xdp.ProgramOptions;
import io.hnvgateway.dataplane.xdp.RedirectLosses;
import io.hnvgateway.dataplane.xdp.TableSizes;
import io.hnvgateway.dataplane.xdp.TrafficArray;
import io.hnvgateway.dataplane.xdp.TunnelOwnerMap;
import io.hnvgateway.dataplane.xdp.XdpCounters;
import io.hnvgateway.dataplane.xdp.XdpHook;
import io.hnvgateway.dataplane.xdp.XdpLinks;
import io.hnvgateway.dataplane.xdp.XdpProgram;
import io.hnvgateway.dataplane.xdp.XdpSteering;
import io.hnvgateway.dataplane.xdp.XskSockets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens AF_XDP ports with tables in the program's mapped arrays: maps first, then sockets, and the
/// program is attached last, when all that it decides by is there. Only the links that it may send
/// by follow: until one is entered, what would leave by it goes up to the workers.
///
/// Over the maps of an earlier process ([Pinning]) nothing is attached yet: that process's program
/// goes on until [DataPath#goLive()].
final class XdpDataPath {
    private static final int FRAMES_A_WORKER = 2048;
    private static final int FRAMES_A_QUEUE = 3072;
    private static final String ADOPTED = "";
    private static final Logger LOG = LoggerFactory.getLogger(XdpDataPath.class);

    private final DataPathConfig config;
    private final Optional<Pins> pins;
    private final SteeringPolicy policy;
    private final GuardSetUp guard;
    private final XdpHook hook;
    private final List<NetDevice> devices;

    private XdpDataPath(Opening opening, XdpHook hook) {
        config = opening.config();
        pins = opening.pins();
        policy = opening.policy();
        guard = opening.guard();
        this.hook = hook;
        devices = config.devices().stream().map(NetDevice::of).toList();
    }

    static DataPath open(Opening opening, XdpHook hook) {
        XdpDataPath path = new XdpDataPath(opening, hook);
        return opening.pins().isEmpty()
                ? path.open("nothing is pinned")
                : path.openPinned(opening.pins().get(), opening.config().pinning().orElseThrow());
    }

    /// What is pinned and does not fit is removed, before other maps and links take its names.
    ///
    /// @throws NotNowException if it fits, and something else failed: it stays
    private DataPath openPinned(Pins own, Pinning by) {
        String whyClean = "there is nothing to go on with";
        if (by.adopt()) {
            try {
                return open(ADOPTED);
            } catch (CannotAdoptException e) {
                LOG.debug("The pinned maps are not adopted", e);
                whyClean = String.valueOf(e.getMessage());
            } catch (RuntimeException e) {
                throw new NotNowException(e);
            }
        }
        own.clear();
        try {
            return open(whyClean);
        } catch (RuntimeException | LinkageError e) {
            own.remove();
            throw e;
        }
    }

    /// @param whyClean why the maps are new; empty: they are the pinned ones
    private DataPath open(String whyClean) {
        boolean adopts = whyClean.isEmpty();
        Resources resources = new Resources(shares(config, devices));
        try {
            XdpProgram program = adopts ? adopted() : loaded();
            resources.onClose(program::close);
            DataPathMemory memory = memory(config, program, resources);
            XdpSteering steering =
                    adopts
                            ? XdpSteering.adopt(program, devices, memory.vsidCompartments())
                            : new XdpSteering(program, devices, memory.vsidCompartments());
            if (!adopts) {
                steering.apply(policy);
            }
            var opened =
                    XskSockets.open(program, devices, resources.frames(), resources.framePools());
            resources.onClose(opened::close);
            resources.receiveAllMulticast(config.devices());
            XdpAttachment attachment = attachment(program, opened.zeroCopy(), resources);
            if (!adopts) {
                attachment.attach();
            }
            RedirectLosses losses =
                    config.execution()
                            .map(by ->
                                    adopts
                                            ? RedirectLosses.later(devices, by)
                                            : RedirectLosses.open(devices, by))
                            .orElse(RedirectLosses.NONE);
            resources.onClose(losses::close);
            XdpCounters verdicts =
                    new XdpCounters(resources.add(program.mapped("verdicts", XdpCounters.BYTES)));
            Heartbeat heartbeat = new Heartbeat(resources.add(program.heartbeat()));
            GuardedSteering guarded =
                    adopts ? guard.beforeAdopted(steering) : guard.before(steering);
            resources.onClose(guarded::close);
            program.awaitLoaded();
            pins.ifPresent(own -> resources.onCloseLast(own::close));
            return new DataPath(
                    opened.ports(),
                    memory,
                    new DataPath.Control(
                            guarded,
                            verdicts,
                            seed -> XskSockets.dealBy(program, seed, config.workers()),
                            attachment,
                            new DataPath.Origin(whyClean, heartbeat),
                            losses,
                            new TunnelOwnerMap(program)),
                    resources);
        } catch (RuntimeException | LinkageError e) {
            resources.close();
            throw e;
        }
    }

    private ProgramOptions options() {
        return new ProgramOptions(
                sizes(config.sizes()),
                config.execution(),
                config.slowPathLimit(),
                pins.isEmpty()
                        ? Duration.ZERO
                        : config.pinning().map(Pinning::heartbeatLimit).orElse(Duration.ZERO));
    }

    private XdpProgram adopted() {
        Pinning by = config.pinning().orElseThrow();
        return XdpProgram.over(
                options(),
                new Adoption(pins.orElseThrow(), by.identity(), devices, config.execution()));
    }

    private XdpProgram loaded() {
        XdpProgram program = XdpProgram.load(options());
        try {
            pins.ifPresent(program::pinMaps);
            return program;
        } catch (RuntimeException e) {
            program.close();
            throw e;
        }
    }

    private XdpAttachment attachment(XdpProgram program, boolean zeroCopy, Resources resources) {
        return new XdpAttachment(
                new XdpLinks(program, devices, hook, pins),
                config.execution().map(by -> new LinkInterfaces(program, by, devices)),
                zeroCopy,
                resources,
                () ->
                        pins.flatMap(_ -> config.pinning())
                                .ifPresent(by -> program.identify(by.identity())));
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
