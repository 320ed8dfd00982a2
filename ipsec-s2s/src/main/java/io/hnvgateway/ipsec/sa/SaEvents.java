package io.hnvgateway.ipsec.sa;

import io.hnvgateway.packet.IpAddress;

/// What workers learn about SAs and charon must be told. Called on the owner's thread in the middle
/// of a packet: an implementation queues and returns. Each event comes once, whatever traffic
/// follows.
public interface SaEvents {
    /// Time to rekey: a soft limit of bytes, packets or sequence numbers is reached.
    void softLimit(SecurityAssociation sa);

    /// It carries nothing any more: a hard limit is reached, or its sequence numbers are used up.
    void hardLimit(SecurityAssociation sa);

    /// An authentic packet came from another address or port than before: the peer's NAT has moved
    /// it (RFC 7296 §2.23). Once for each new pair.
    void mappingChanged(InboundSa sa, IpAddress remote, int remotePort);

    /// The tunnel did not get an association that its peers had negotiated or were about to. Called
    /// by the control side under the lock of the [SaDatabase], once for each: an implementation
    /// queues and returns, and must expect a flood.
    default void refused(Tunnel tunnel, Refusal why) {}

    /// Packets with its SPI belong to its tunnel from now on. Called by the control side under the
    /// lock of the [SaDatabase].
    default void inUse(InboundSa sa) {}

    /// As [#inUse]: its SPI belongs to nobody any more.
    default void outOfUse(InboundSa sa) {}

    /// Nobody listens.
    SaEvents NONE =
            new SaEvents() {
                @Override
                public void softLimit(SecurityAssociation sa) {}

                @Override
                public void hardLimit(SecurityAssociation sa) {}

                @Override
                public void mappingChanged(InboundSa sa, IpAddress remote, int remotePort) {}
            };
}
