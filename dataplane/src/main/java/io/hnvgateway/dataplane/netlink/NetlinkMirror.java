package io.hnvgateway.dataplane.netlink;

import io.hnvgateway.dataplane.netlink.KernelState.NeighborKey;
import io.hnvgateway.dataplane.sys.Errno;
import io.hnvgateway.dataplane.sys.PollSet;
import io.hnvgateway.dataplane.sys.SystemCallException;
import io.hnvgateway.dataplane.sys.Wakeup;
import io.hnvgateway.packet.IpAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mirror of the network namespace that this process runs in.
public final class NetlinkMirror implements KernelMirror {
    private static final Logger LOG = LoggerFactory.getLogger(NetlinkMirror.class);
    private static final int LINK_GROUP = 0x1;
    private static final int NEIGHBOR_GROUP = 0x4;
    private static final int ADDRESS_GROUPS = 0x10 | 0x100;
    private static final int ROUTE_GROUPS = 0x40 | 0x400;
    private static final long STOP_MS = 2000;

    private final NetlinkSocket monitor =
            NetlinkSocket.route(LINK_GROUP | NEIGHBOR_GROUP | ADDRESS_GROUPS | ROUTE_GROUPS);
    private final KernelDump kernel = new KernelDump();
    private final Wakeup wakeup = new Wakeup();
    private final List<Consumer<KernelState>> listeners = new CopyOnWriteArrayList<>();
    private final Map<NeighborKey, KernelNeighbor> neighbors = new HashMap<>();
    private final Thread thread;
    private volatile KernelState state = KernelState.EMPTY;
    private volatile boolean running = true;
    private boolean neighborsChanged;
    private boolean othersChanged;

    /// Reads all and begins to follow changes.
    public NetlinkMirror() {
        dumpNeighbors();
        state = read();
        thread = Thread.ofPlatform().daemon().name("hnv-netlink").start(this::run);
    }

    @Override
    public KernelState state() {
        return state;
    }

    @Override
    public void onChange(Consumer<KernelState> listener) {
        listeners.add(listener);
    }

    @Override
    public void requestNeighbor(int interfaceIndex, IpAddress address) {
        try {
            kernel.useNeighbor(interfaceIndex, address);
        } catch (SystemCallException e) {
            LOG.debug("Neighbor {} on interface {}: {}", address, interfaceIndex, e.getMessage());
        }
    }

    private void run() {
        PollSet descriptors = new PollSet(monitor.descriptor(), wakeup.descriptor());
        while (running) {
            descriptors.await(-1);
            try {
                follow();
            } catch (RuntimeException e) {
                LOG.error("Kernel mirror: a change could not be read", e);
            }
        }
    }

    private void follow() {
        neighborsChanged = false;
        othersChanged = false;
        drain();
        if (!running || (!neighborsChanged && !othersChanged)) {
            return;
        }
        KernelState before = state;
        KernelState next =
                othersChanged
                        ? read()
                        : new KernelState(
                                before.links(), before.addresses(), before.routes(), neighbors);
        if (!next.equals(before)) {
            state = next;
            listeners.forEach(listener -> listener.accept(next));
        }
    }

    private void drain() {
        try {
            ByteBuffer datagram = monitor.receive(NetlinkSocket.DONT_WAIT);
            while (datagram.limit() > 0) {
                NetlinkMessage.forEach(datagram, this::onMessage);
                datagram = monitor.receive(NetlinkSocket.DONT_WAIT);
            }
        } catch (SystemCallException e) {
            if (e.errno() != Errno.ENOBUFS) {
                throw e;
            }
            LOG.info("Kernel mirror: messages were lost, all is read again");
            othersChanged = true;
            dumpNeighbors();
        }
    }

    private void onMessage(NetlinkMessage message) {
        switch (message.type()) {
            case NetlinkMessage.NEW_NEIGHBOR ->
                    MessageReader.neighbor(message).ifPresent(this::putNeighbor);
            case NetlinkMessage.DELETE_NEIGHBOR ->
                    MessageReader.neighbor(message).ifPresent(n -> neighbors.remove(key(n)));
            default -> othersChanged = true;
        }
        neighborsChanged = true;
    }

    private void putNeighbor(KernelNeighbor neighbor) {
        neighbors.put(key(neighbor), neighbor);
    }

    private static NeighborKey key(KernelNeighbor neighbor) {
        return new NeighborKey(neighbor.interfaceIndex(), neighbor.address());
    }

    private void dumpNeighbors() {
        neighbors.clear();
        for (NetlinkMessage message : kernel.dump(NetlinkMessage.GET_NEIGHBOR)) {
            MessageReader.neighbor(message).ifPresent(this::putNeighbor);
        }
    }

    private KernelState read() {
        Map<Integer, KernelLink> links =
                kernel.dump(NetlinkMessage.GET_LINK).stream()
                        .flatMap(m -> MessageReader.link(m).stream())
                        .collect(Collectors.toMap(KernelLink::index, l -> l, (_, b) -> b));
        List<KernelAddress> addresses =
                kernel.dump(NetlinkMessage.GET_ADDRESS).stream()
                        .flatMap(m -> MessageReader.address(m).stream())
                        .toList();
        List<KernelRoute> routes =
                kernel.dump(NetlinkMessage.GET_ROUTE).stream()
                        .flatMap(m -> RouteReader.route(m).stream())
                        .toList();
        return new KernelState(links, addresses, routes, neighbors);
    }

    @Override
    public void close() {
        running = false;
        wakeup.wake();
        try {
            thread.join(STOP_MS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        monitor.close();
        kernel.close();
        wakeup.close();
    }
}
