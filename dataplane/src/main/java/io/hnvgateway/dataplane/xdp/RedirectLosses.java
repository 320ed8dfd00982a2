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
    public static final RedirectLosses NONE = new RedirectLosses(new byte[0], "");

    static final int PORTS = 16;
    static final int LINKS = 256;

    private static final Logger LOG = LoggerFactory.getLogger(RedirectLosses.class);
    private static final String RESOURCE = "hnv_losses.bpf.o";
    private static final List<String> PROGRAMS = List.of("hnv_batch_sent", "hnv_frame_refused");
    private static final int TRACING = 23;
    private static final Path NETWORK = Path.of("/proc/thread-self/ns/net");
    private static final VarHandle U64 = ValueLayout.JAVA_LONG.varHandle();

    private static final String NOT_YET = "the gateway has just started";

    private final byte[] watched;
    private final List<Integer> links = new ArrayList<>();
    private volatile String uncounted;
    private volatile @Nullable Mapping losses;
    private @Nullable Thread opener;
    private long object;

    private RedirectLosses(byte[] watched, String uncounted) {
        this.watched = watched;
        this.uncounted = uncounted;
    }

    /// Counts from now on, or says why it cannot: a kernel without type information (BTF) or
    /// without the tracepoints.
    ///
    /// @param devices in the order of the port indexes
    public static RedirectLosses open(List<NetDevice> devices, FlowExecution execution) {
        RedirectLosses losses = new RedirectLosses(watched(devices, execution), NOT_YET);
        losses.count();
        return losses;
    }

    /// As [#open], but counts once it was told to [#begin]: packets pass without, and who takes
    /// over the flows of an earlier process is not to keep new ones waiting for it.
    public static RedirectLosses later(List<NetDevice> devices, FlowExecution execution) {
        RedirectLosses losses = new RedirectLosses(watched(devices, execution), NOT_YET);
        losses.opener = new Thread(losses::count, "redirect-losses");
        return losses;
    }

    /// Returns at once. Before [#close()], by the same thread.
    public void begin() {
        if (opener != null && opener.getState() == Thread.State.NEW) {
            opener.setDaemon(true);
            opener.start();
        }
    }

    private void count() {
        try {
            load();
            uncounted = "";
        } catch (RuntimeException e) {
            release();
            LOG.warn("event=redirect-losses counted=false reason=\"{}\"", e.getMessage());
            uncounted = String.valueOf(e.getMessage());
        }
    }

    private void load() {
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
        return Optional.of(uncounted).filter(why -> !why.isEmpty());
    }

    @Override
    public void close() {
        Thread begun = opener;
        if (begun != null && begun.getState() != Thread.State.NEW) {
            awaitEnd(begun);
        }
        release();
    }

    private static void awaitEnd(Thread begun) {
        boolean interrupted = false;
        while (begun.isAlive()) {
            try {
                begun.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void release() {
        links.forEach(Libc::close);
        links.clear();
        Mapping counted = losses;
        losses = null;
        if (counted != null) {
            counted.close();
        }
        if (object != 0) {
            LibBpf.closeObject(object);
            object = 0;
        }
    }
}
