/// BFD, the protocol without its sockets: asynchronous mode, single hop (RFC 5880, 5881, 5882).
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
/// rests on TTL 255; packets that carry it are refused.
///
/// RFC departure: a change while the peer is unknown (no packet for a detection time) is not polled
/// (RFC 5880 §6.8.3), as there is nobody to answer. A session that is removed says AdminDown for
/// ten seconds at most.
///
/// ## What the data path needs to join it
///
/// - UDP port 3784 to a compartment's own address, from a peer that asks for BFD: punted by the
///   table of BGP's peers, to the worker that owns the peer. IP and UDP headers and checksum are
///   checked there; the arriving TTL is in [io.hnvgateway.bgp.bfd.BfdArrival], untouched by a
///   tunnel's decapsulation. Fragments are not taken.
/// - In a round: all packets, then [io.hnvgateway.bgp.bfd.BfdSessions#doWork] at the time that it
///   named. A worker that was away for longer than a detection time must have emptied its ports
///   first, else it takes its own absence for silence.
/// - Sending: source port from 49152 on, the same for a session's life and, as far as they reach,
///   its own; TTL 255; over the peer's pinned route, virtual network or tunnel, without a decrement
///   on the way into it. Before other traffic, if there is a choice.
/// - A packet of BFD counts as any other for a tunnel on demand: without a decision there, a peer
///   behind one keeps it up for ever.
/// - [io.hnvgateway.bgp.bfd.BfdListener] posts to the conductor, which keeps the last state of each
///   session only, so that a peer that comes and goes costs one entry. Leaving Up ends the BGP
///   session and moves its routes at once, unless it was taken down on purpose: own state or
///   [io.hnvgateway.bgp.bfd.BfdSession#remoteState] is AdminDown (RFC 5882 §3.2). What it means to
///   a peer that restarts gracefully has to be decided there (C is 0; RFC 5882 §4.3).
/// - After a restart sessions begin in Down with new discriminators; a BGP session that was adopted
///   must not be ended for that, but only by a session that was Up in this process.
@NullMarked
package io.hnvgateway.bgp.bfd;

import org.jspecify.annotations.NullMarked;
