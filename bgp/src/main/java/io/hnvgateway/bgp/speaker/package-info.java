/// The gateway's side of the contract: peers as they shall be, routes to announce, what peers say.
/// Nobody behind [Speaker] sees gRPC, a process or ExaBGP.
///
/// ```
///   RIBs ──► Speaker ──► Speakers ─┬─ SpeakerLink ─ gRPC, shard-0.sock ─ bridge ─ ExaBGP   peers 1..127
///        ◄── SpeakerListener ──────┤
///                                  └─ SpeakerLink ─ gRPC, shard-1.sock ─ bridge ─ ExaBGP   peers 128..255
///                  SpeakerProcess starts, finds again and ends each ExaBGP, in SpeakerNamespace
/// ```
///
/// **Threads.** Calls come from any thread and wait for nothing. Every event comes on the one
/// thread `bgp-speaker`; a listener that takes long delays events of all tenants.
///
/// **Nothing is remembered twice.** A link keeps the peers, which are few, and no routes: after
/// each new stream it asks the listener what is advertised. So a speaker that ends, or a queue that
/// grows too long, costs a new stream and nothing else.
@NullMarked
package io.hnvgateway.bgp.speaker;

import org.jspecify.annotations.NullMarked;
