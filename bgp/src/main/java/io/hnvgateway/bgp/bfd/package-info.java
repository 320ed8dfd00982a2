/// BFD, the protocol without its sockets: asynchronous mode, single hop and several (RFC 5880,
/// 5881, 5882, 5883).
///
/// ```
/// packet ─► BfdHeader.check ─► SessionTable ─► limits ─► BfdSession ─► BfdListener
///           TTL, lengths, bits  discriminator             BfdState: §6.2
///                               or addresses              BfdNegotiation: intervals, polls
/// clock ──► DueQueue ─────────────────────────────────► BfdSession ─► BfdTransmitter
/// ```
///
/// [io.hnvgateway.bgp.bfd.BfdSessions] is the door. One thread owns it and all behind it, so there
/// is no lock; time comes from outside, and no packet allocates. Every deadline is a function of
/// when something was last sent or heard and of the intervals of this moment: nothing has to be
/// moved when they change, and no flood of packets shifts it.
///
/// A packet that names our discriminator still has to come from the session's compartment, peer and
/// local address: no tenant reaches another's session, even one who knows the number. Packets that
/// do not name it (first ones) and those that do have a limit each, and so have packets that we
/// send out of turn; whoever floods loses the own session at most.
///
/// Demand mode and echo are not offered; a peer's wish for demand mode is honoured. The C bit is
/// not set: a session ends with the gateway's process. Authentication is not offered, single hop
/// rests on TTL 255; packets that carry it are refused. Of several hops the TTL says nothing, and
/// the discriminator alone keeps strangers out (RFC 5883 §4).
///
/// RFC departure: a change while the peer is unknown (no packet for a detection time) is not polled
/// (RFC 5880 §6.8.3), as there is nobody to answer. A session that is removed says AdminDown for
/// ten seconds at most.
///
/// ## What whoever owns it keeps to
///
/// - IP and UDP headers and checksum are checked before; the arriving TTL is in
///   [io.hnvgateway.bgp.bfd.BfdArrival], untouched by a tunnel's decapsulation. Fragments are not
///   taken.
/// - In a round: all packets, then [io.hnvgateway.bgp.bfd.BfdSessions#doWork] at the time that it
///   named; before it, [io.hnvgateway.bgp.bfd.BfdSessions#notHeard] of a time in which packets may
///   have come that nobody read.
/// - Sending: source port from 49152 on, the same for a session's life and, as far as they reach,
///   its own; TTL 255.
/// - Leaving Up ends the BGP session and moves its routes at once, unless it was taken down on
///   purpose: own state or [io.hnvgateway.bgp.bfd.BfdSession#remoteState] is AdminDown (RFC 5882
///   §3.2).
@NullMarked
package io.hnvgateway.bgp.bfd;

import org.jspecify.annotations.NullMarked;
