package io.hnvgateway.compartments.tunnel;

/// What a worker saw of tunnels that the control plane must act on.
///
/// Called on worker threads: an implementation neither blocks nor works there, and hands over to a
/// thread of its own. What is called at all is limited by the caller.
public interface TunnelEvents {
    /// Takes no notice of anything.
    TunnelEvents NONE =
            new TunnelEvents() {
                @Override
                public void demanded(int tunnel) {}

                @Override
                public void peerMoved(int tunnel, int spi, long high, long low, int port) {}
            };

    /// A packet waits for a tunnel that is down: bring it up. Comes once, and again every two
    /// seconds while packets come and it stays down.
    void demanded(int tunnel);

    /// An authenticated packet came from another address or UDP port than the last one: the peer's
    /// NAT maps it anew (RFC 3947 §4).
    ///
    /// @param spi of the inbound security association
    /// @param high new outer source address, as the two halves of an
    ///   [io.hnvgateway.packet.IpAddress]
    /// @param port new UDP source port
    void peerMoved(int tunnel, int spi, long high, long low, int port);
}
