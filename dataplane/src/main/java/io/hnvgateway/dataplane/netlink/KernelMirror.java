package io.hnvgateway.dataplane.netlink;

import io.hnvgateway.packet.IpAddress;
import java.util.function.Consumer;

/// The kernel's network state as the gateway sees it. [NetlinkMirror] is the real one,
/// [InMemoryKernelMirror] that of tests.
public interface KernelMirror extends AutoCloseable {
    /// The last state read; from any thread.
    KernelState state();

    /// Calls `listener` with each new state, from the mirror's thread. Not with the present one.
    void onChange(Consumer<KernelState> listener);

    /// Asks the kernel to resolve or refresh a neighbour; the answer comes as a change.
    void requestNeighbor(int interfaceIndex, IpAddress address);

    @Override
    void close();
}
