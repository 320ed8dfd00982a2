package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.dataplane.sys.NetDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Frames that the XDP program counted as [SteeringVerdict#EXECUTED] and that were lost on their
/// way into the driver: `hnv_losses.bpf.c`, which listens to the kernel's tracepoints. Counters may
/// be read from any thread until [#close()].
public final class RedirectLosses implements AutoCloseable {
    /// Label of these losses among the drop counters.
    public static final String LABEL = "redirect-lost";

    /// What happened to them, for an operator.
    public static final String SENTENCE =
            "The XDP program sent the frame out of a port, whose device refused it: its transmit queue is full, the link is down, or it or a veth's peer has a smaller MTU.";

    /// Of a data path without redirects.
    public static final RedirectLosses NONE = new RedirectLosses(Optional.empty());

    static final int PORTS = 16;
    static final int LINKS = 256;

    private static final Logger LOG = LoggerFactory.getLogger(RedirectLosses.class);
    private static final String RESOURCE = "hnv_losses.bpf.o";
    private static final List<String> PROGRAMS = List.of("hnv_batch_sent", "hnv_frame_refused");
    private static final int TRACING = 23;
    private static final Path NETWORK = Path.of("/proc/thread-self/ns/net");
    private static final VarHandle U64 = ValueLayout.JAVA_LONG.varHandle();

    private final Optional<String> uncounted;
    private final List<Integer> links = new ArrayList<>();
    private long object;
    private @Nullable Mapping losses;

    private RedirectLosses(Optional<String> uncounted) {
        this.uncounted = uncounted;
    }

    /// Counts from now on, or says why it cannot: a kernel without type information (BTF) or
    /// without the tracepoints.
    ///
    /// @param devices in the order of the port indexes
    public static RedirectLosses open(List<NetDevice> devices, FlowExecution execution) {
        RedirectLosses counting = new RedirectLosses(Optional.empty());
        try {
            counting.load(watched(devices, execution));
            return counting;
        } catch (RuntimeException e) {
            counting.close();
            LOG.warn("event=redirect-losses counted=false reason=\"{}\"", e.getMessage());
            return new RedirectLosses(Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private void load(byte[] watched) {
        object = BpfResource.open(RESOURCE);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(watched.length, Integer.BYTES);
            MemorySegment.copy(watched, 0, copy, ValueLayout.JAVA_BYTE, 0, watched.length);
            LibBpf.initialValue(LibBpf.findMap(object, ".rodata.watched"), copy);
        }
        LibBpf.loadObject(object);
        int map = LibBpf.mapDescriptor(LibBpf.findMap(object, "losses"));
        losses = new BpfMap("losses", map).map((long) PORTS * Long.BYTES);
        for (String program : PROGRAMS) {
            int descriptor = LibBpf.programDescriptor(object, program);
            links.add(LibBpf.createLink("attach " + program, descriptor, 0, TRACING, 0));
        }
    }

    /// `struct watched`.
    private static byte[] watched(List<NetDevice> devices, FlowExecution execution) {
        byte[] bytes = new byte[Integer.BYTES * (1 + PORTS) + LINKS];
        ByteBuffer watched = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        watched.putInt(network());
        devices.forEach(device -> watched.putInt(device.index()));
        watched.position(Integer.BYTES * (1 + PORTS));
        execution.ports().forEach(port -> watched.put(port.byteValue()));
        return bytes;
    }

    /// Inode of this thread's network namespace, in which the devices are.
    private static int network() {
        try {
            return ((Number) Files.getAttribute(NETWORK, "unix:ino")).intValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Frames lost that were to leave by a port; 0 if they are not counted.
    public long frames(int port) {
        Mapping counted = losses;
        return counted == null
                ? 0
                : (long) U64.getOpaque(counted.segment(), (long) port * Long.BYTES);
    }

    /// Why they are not counted, if so.
    public Optional<String> uncounted() {
        return uncounted;
    }

    @Override
    public void close() {
        links.forEach(Libc::close);
        links.clear();
        if (losses != null) {
            losses.close();
            losses = null;
        }
        if (object != 0) {
            LibBpf.closeObject(object);
            object = 0;
        }
    }
}
