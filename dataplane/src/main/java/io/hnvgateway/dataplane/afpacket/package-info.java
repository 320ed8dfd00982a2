/// AF_PACKET, where XDP cannot attach: a TPACKET_V3 ring for receiving, a TPACKET_V2 ring for
/// sending past the queueing discipline. Frames are copied into and out of the frames of the pool.
///
/// The kernel sees every frame too:
/// [SteeringFilter][io.hnvgateway.dataplane.steering.SteeringFilter] picks those of the gateway,
/// the guard drops the same ones behind the packet socket's tap, so that the kernel answers none.
/// What the kernel takes out of a frame is put back: the VLAN tag, and checksums that a local
/// sender left to its device.
///
/// Nothing that the kernel writes into the ring is believed before it is checked against the ring.
@NullMarked
package io.hnvgateway.dataplane.afpacket;

import org.jspecify.annotations.NullMarked;
