package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.steering.SharesArray;
import io.hnvgateway.dataplane.steering.SlowPathLimit;
import io.hnvgateway.dataplane.sys.Errno;
import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.sys.SystemCallException;
import io.hnvgateway.packet.checkpoint.TableIdentity;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongConsumer;

/// The XDP program in the kernel with its maps, and its links to devices: those of this process end
/// with it, pinned ones stay ([Pins]).
public final class XdpProgram implements AutoCloseable {
    private static final String RESOURCE = "hnv_xdp.bpf.o";
    static final String NAME = "hnv_steer";
    private static final int ATTACH_XDP = 37;
    private static final int OPTIONS_BYTES = 32;
    private static final int GENERIC_MODE = 2;
    private static final int DRIVER_MODE = 4;
    private static final int U32_A_LINE = 16;
    static final int HEARTBEAT_BYTES = 64;

    private final long object;
    private final String digest;
    private final FutureTask<Integer> loading;
    private OptionalInt kept = OptionalInt.empty();
    private long trafficBytes;
    private long sharesBytes;
    private final List<Integer> links = new ArrayList<>();

    /// Loads the program from the jar, without a heartbeat.
    ///
    /// @param execution empty: it executes no flow entries
    public XdpProgram(TableSizes sizes, Optional<FlowExecution> execution) {
        this(sizes, execution, SlowPathLimit.DEFAULT);
    }

    /// As [#XdpProgram(TableSizes, Optional)].
    ///
    /// @param limit what each compartment may send up while the workers are behind
    public XdpProgram(TableSizes sizes, Optional<FlowExecution> execution, SlowPathLimit limit) {
        this(new ProgramOptions(sizes, execution, limit), _ -> {});
        loaded();
    }

    private XdpProgram(ProgramOptions options, LongConsumer beforeLoading) {
        object = BpfResource.open(RESOURCE);
        loading = new FutureTask<>(this::load);
        try {
            digest = setUp(options);
            beforeLoading.accept(object);
        } catch (RuntimeException e) {
            LibBpf.closeObject(object);
            throw e;
        }
    }

    /// @return the program's descriptor
    private int load() {
        if (kept.isPresent()) {
            return kept.getAsInt();
        }
        LibBpf.loadObject(object);
        return LibBpf.programDescriptor(object, NAME);
    }

    private XdpProgram loaded() {
        loading.run();
        try {
            descriptor();
            return this;
        } catch (RuntimeException e) {
            LibBpf.closeObject(object);
            throw e;
        }
    }

    private XdpProgram loadedAside() {
        Thread.ofPlatform().daemon().name("xdp-loader").start(loading);
        return this;
    }

    /// Loads the program with maps of its own.
    public static XdpProgram load(ProgramOptions options) {
        return new XdpProgram(options, _ -> {}).loaded();
    }

    /// The program over the maps that an earlier process left: that process's own if it is the
    /// same, else a new one. The kernel takes its time to verify it: that goes on aside, until
    /// [#awaitLoaded], while the maps are there already.
    ///
    /// @throws CannotAdoptException if they do not fit
    public static XdpProgram over(ProgramOptions options, Adoption adoption) {
        XdpProgram program = new XdpProgram(options, adoption::into);
        try {
            program.kept = adoption.program(program.digest, program.map(Pins.MARK));
        } catch (RuntimeException e) {
            LibBpf.closeObject(program.object);
            throw e;
        }
        return program.kept.isPresent() ? program.loaded() : program.loadedAside();
    }

    /// Pins its maps, under names that are free. They have no identity yet.
    public void pinMaps(Pins pins) {
        Adoption.pinAll(object, pins);
    }

    /// Makes the maps known to the next process, and the program, which is attached.
    public void identify(TableIdentity identity) {
        Adoption.write(identity, KernelObjects.identify(digest, descriptor()), map(Pins.MARK));
    }

    /// @return what the program is made of
    private String setUp(ProgramOptions options) {
        TableSizes sizes = options.sizes();
        int cpus = LibBpf.possibleCpus();
        trafficBytes = (long) cpus * sizes.compartments() * TrafficArray.BYTES;
        maxEntries("flow_table", sizes.flows());
        maxEntries("flow_counters", sizes.flows());
        maxEntries("flow_table6", sizes.flows6());
        maxEntries("flow_counters6", sizes.flows6());
        maxEntries("adjacencies", sizes.adjacencies());
        maxEntries("generations", (sizes.compartments() + U32_A_LINE - 1) / U32_A_LINE);
        maxEntries("traffic", cpus * sizes.compartments());
        sharesBytes = SharesArray.bytes(sizes.compartments());
        maxEntries("shares", SharesArray.entries(sizes.compartments()));
        ProgramSettings settings = new ProgramSettings(options, cpus);
        try (Arena arena = Arena.ofConfined()) {
            LibBpf.initialValue(
                    LibBpf.findMap(object, ProgramSettings.SECTION), settings.copy(arena));
        }
        return ProgramIdentity.digest(BpfResource.digest(RESOURCE), settings.bytes());
    }

    private void maxEntries(String map, int entries) {
        LibBpf.maxEntries(LibBpf.findMap(object, map), entries);
    }

    BpfMap map(String name) {
        return new BpfMap(name, LibBpf.mapDescriptor(LibBpf.findMap(object, name)));
    }

    /// Maps the first `bytes` bytes of a mappable array into the process.
    public Mapping mapped(String name, long bytes) {
        return map(name).map(bytes);
    }

    /// Maps what the program counts as forwarded by itself.
    public Mapping traffic() {
        return mapped("traffic", trafficBytes);
    }

    /// Maps what the program refused to send up.
    public Mapping shares() {
        return mapped("shares", sharesBytes);
    }

    int descriptor() {
        try {
            return loading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the XDP program was loaded", e);
        }
    }

    /// @throws SystemCallException if the kernel refuses the program
    public void awaitLoaded() {
        descriptor();
    }

    /// Maps the line that holds the process's last sign of life.
    public Mapping heartbeat() {
        return mapped(".data.heartbeat", HEARTBEAT_BYTES);
    }

    /// Attaches to a device until [#close()].
    ///
    /// @param generic false: only where the driver runs XDP itself
    /// @return the link, which is closed with the program; once it is pinned it stays all the same
    int attach(NetDevice device, boolean generic) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment options = arena.allocate(OPTIONS_BYTES, 8);
            options.set(ValueLayout.JAVA_LONG, 0, OPTIONS_BYTES);
            options.set(ValueLayout.JAVA_INT, 8, generic ? GENERIC_MODE : DRIVER_MODE);
            String what = "attach XDP to " + device.name() + (generic ? " (generic)" : " (native)");
            int link = link(what, device, options);
            links.add(link);
            return link;
        }
    }

    private int link(String what, NetDevice device, MemorySegment options) {
        try {
            return LibBpf.createLink(
                    what, descriptor(), device.index(), ATTACH_XDP, options.address());
        } catch (SystemCallException e) {
            throw e.errno() == Errno.EBUSY
                    ? new SystemCallException(
                            what,
                            Errno.EBUSY,
                            "what a gateway left pinned, `hnvctl detach` removes")
                    : e;
        }
    }

    @Override
    public void close() {
        links.forEach(Libc::close);
        links.clear();
        awaitEndOfLoading();
        kept.ifPresent(Libc::close);
        LibBpf.closeObject(object);
    }

    private void awaitEndOfLoading() {
        try {
            descriptor();
        } catch (RuntimeException _) {
            // It was told to whom it concerned, or something else failed before.
        }
    }
}
