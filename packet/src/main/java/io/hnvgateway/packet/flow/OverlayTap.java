package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.Packet;

/// Looks at frames for VMs as they leave. On the worker's thread; changes nothing.
@FunctionalInterface
public interface OverlayTap {
    /// @param inner address of the inner Ethernet header
    /// @param bytes of the inner frame
    void leaves(Packet p, long inner, int bytes);
}
