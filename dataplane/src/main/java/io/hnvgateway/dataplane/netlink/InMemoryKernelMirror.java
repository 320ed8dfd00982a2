package io.hnvgateway.dataplane.netlink;

import io.hnvgateway.dataplane.netlink.KernelState.NeighborKey;
import io.hnvgateway.packet.IpAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A mirror whose state is given, for tests; it remembers what was asked for.
public final class InMemoryKernelMirror implements KernelMirror {
    private final List<Consumer<KernelState>> listeners = new CopyOnWriteArrayList<>();
    private final List<NeighborKey> requests = new CopyOnWriteArrayList<>();
    private volatile KernelState state;

    public InMemoryKernelMirror(KernelState state) {
        this.state = state;
    }

    /// Replaces the state and tells the listeners, on the caller's thread.
    public void change(KernelState next) {
        state = next;
        listeners.forEach(listener -> listener.accept(next));
    }

    /// Neighbours asked for, in order.
    public List<NeighborKey> requests() {
        return List.copyOf(requests);
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
        requests.add(new NeighborKey(interfaceIndex, address));
    }

    @Override
    public void close() {
        listeners.clear();
    }
}
