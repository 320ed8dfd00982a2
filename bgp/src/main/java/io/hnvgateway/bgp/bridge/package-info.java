/// The program that ExaBGP runs as its API process: the server of the contract, and the only one
/// that knows ExaBGP (4.2.21, Debian).
///
/// ```
///                     ┌──────────────── bridge ─────────────────┐
///  ExaBGP ─ JSON ──►  │ LineReader ─► LineParser ─┐              │
///        ◄ commands ─ │ LineWriter ◄─ CommandWindow ◄─ Bridge ◄─► GatewayStream ◄─ gRPC, UNIX socket ─► gateway
///        ◄ reload ─── │ NeighborFile ◄────────────┘              │
///                     └─────────────────────────────────────────┘
/// ```
///
/// **Threads.** `from-exabgp` reads lines and waits for nobody; `to-exabgp` writes lines and may
/// wait for ever; an event loop of Netty carries gRPC; `bridge` owns all state and gets everything
/// as a task. ExaBGP writes to us with blocking calls, so a bridge that does not read stops all
/// sessions: what the gateway does not take in time is thrown away, counted and asked for again.
///
/// **What ExaBGP does, and what follows** (each was seen):
///
/// | fact | so |
/// |---|---|
/// | acknowledgements are bare `done` and `error` lines; those of some commands come at once, past others that wait | such a command is sent alone ([CommandWindow]) |
/// | an unknown word in a command is never acknowledged | commands are made of parsed values only; after [CommandWindow#ANSWER_LIMIT] the bridge ends, and is started again by ExaBGP |
/// | of two changes of one prefix that wait the older one may be sent last; after a reload neither refresh nor End-of-RIB reaches a session that stands | `exabgp.py` starts ExaBGP with both mended |
/// | a fault in the file at a reload poisons all later reloads | `exabgp --validate` first, and each neighbor alone if it fails |
/// | a reload that comes while the first routes wait is forgotten | the file carries a number, which is read back |
/// | addresses to listen at are taken from the environment alone when the file is read again | one address of ours for all peers of a shard; `accept` is called for each in every round |
/// | `clear` and `flush` for a neighbor that is not there end the process; a received NOTIFICATION with a fault does, if the API has asked for notifications | none of them is used |
/// | a refresh is told in JSON with doubled quotes | [Json] takes them |
@NullMarked
package io.hnvgateway.bgp.bridge;

import org.jspecify.annotations.NullMarked;
