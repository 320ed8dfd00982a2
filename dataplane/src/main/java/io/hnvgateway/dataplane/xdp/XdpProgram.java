package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.steering.SharesArray;
import io.hnvgateway.dataplane.steering.SlowPathLimit;
import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.sys.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The XDP program in the kernel with its maps, and its links to devices. Nothing is pinned.
public final class XdpProgram implements AutoCloseable {
    private static final String RESOURCE = "hnv_xdp.bpf.o";
    private static final String PROGRAM = "hnv_steer";
    private static final int ATTACH_XDP = 37;
    private static final int OPTIONS_BYTES = 32;
    private static final int GENERIC_MODE = 2;
    private static final int DRIVER_MODE = 4;
    private static final int U32_A_LINE = 16;

    private final long object;
    private final int program;
    private long trafficBytes;
    private long sharesBytes;
    private final List<Integer> links = new ArrayList<>();

    /// Loads the program from the jar.
    ///
    /// @param execution empty: it executes no flow entries
    /// @param limit what each compartment may send up while the workers are behind
    public XdpProgram(TableSizes sizes, Optional<FlowExecution> execution, SlowPathLimit limit) {
        object = BpfResource.open(RESOURCE);
        try {
            setUp(sizes, execution, limit);
            LibBpf.loadObject(object);
            program = LibBpf.programDescriptor(object, PROGRAM);
        } catch (RuntimeException e) {
            LibBpf.closeObject(object);
            throw e;
        }
    }

    /// With the default limit.
    public XdpProgram(TableSizes sizes, Optional<FlowExecution> execution) {
        this(sizes, execution, SlowPathLimit.DEFAULT);
    }

    private void setUp(TableSizes sizes, Optional<FlowExecution> execution, SlowPathLimit limit) {
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
        try (Arena arena = Arena.ofConfined()) {
            LibBpf.initialValue(
                    LibBpf.findMap(object, ProgramSettings.SECTION),
                    new ProgramSettings(sizes, cpus, execution, limit).copy(arena));
        }
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
        return program;
    }

    /// Attaches to a device until [#close()].
    ///
    /// @param generic false: only where the driver runs XDP itself
    public void attach(NetDevice device, boolean generic) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment options = arena.allocate(OPTIONS_BYTES, 8);
            options.set(ValueLayout.JAVA_LONG, 0, OPTIONS_BYTES);
            options.set(ValueLayout.JAVA_INT, 8, generic ? GENERIC_MODE : DRIVER_MODE);
            String what = "attach XDP to " + device.name() + (generic ? " (generic)" : " (native)");
            links.add(
                    LibBpf.createLink(
                            what, program, device.index(), ATTACH_XDP, options.address()));
        }
    }

    /// Attaches to the driver where it runs XDP itself, else to the kernel's generic hook.
    ///
    /// @return why it had to be the generic one, if so
    public Optional<String> attach(NetDevice device) {
        try {
            attach(device, false);
            return Optional.empty();
        } catch (SystemCallException e) {
            attach(device, true);
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        links.forEach(Libc::close);
        links.clear();
        LibBpf.closeObject(object);
    }
}
