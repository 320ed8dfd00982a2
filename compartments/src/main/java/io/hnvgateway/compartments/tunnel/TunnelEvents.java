package io.hnvgateway.compartments.tunnel;

/// What a worker saw of tunnels that the control plane must act on.
///
/// Called on worker threads: an implementation neither blocks nor works there, and hands over to a
/// thread of its own. What is called at all is limited by the caller.
@FunctionalInterface
public interface TunnelEvents {
    /// Takes no notice of anything.
    TunnelEvents NONE = _ -> {};

    /// A packet waits for a tunnel that is down: bring it up. Comes once, and again every two
    /// seconds while packets come and it stays down.
    ///
    /// @param tunnel its index
    void demanded(int tunnel);
}
