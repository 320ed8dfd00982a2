/// Network address and port translation: mappings, sessions, filtering, static and 1:1 rules.
///
/// A *mapping* binds an inside endpoint (compartment, address, port, protocol) to an external
/// endpoint; it is endpoint-independent (RFC 4787 REQ-1) and lives while one of its *sessions*
/// does. A session is a mapping and a remote endpoint; it carries timers, TCP state (RFC 6146
/// §3.5.2.2) and the addresses of its two flow entries. Both are records of 64 bytes in one block
/// of memory, found by chained hashes over `int[]`: no object a session, about 150 bytes each in
/// all. Only a miss of the flow table comes here; what has entries runs past.
///
/// - `NatStage`: the way in. `OutboundTranslation`, `InboundTranslation`, `IcmpErrorTranslation`:
///   one direction each.
/// - `Lookup`: finds what lives *now*; what is expired or no longer allowed ends when it is met.
///   `Ageing`: the sweep that returns memory.
/// - `Bindings`: makes and ends mappings and sessions with all that hangs on them.
/// - `OpeningPass`: reads ahead for the first packets of a batch.
/// - `MappingTable`, `SessionTable`, `HostTable`: records and indices.
/// - `NatShared`: what workers share. `ExternalAddresses`, `PortSpace`: who has which port, by
///   leases of blocks. `PortGenerator`: which ports an endpoint may get. `Usage`, `Admission`:
///   quotas.
/// - `NatOwners`: which worker a packet belongs to.
/// - `PrefixTranslation`, `PrefixErrors`: RFC 6296 for IPv6; pure functions, no state.
/// - `NatPolicy`, `NatSnapshot`: immutable configuration, compiled elsewhere. `Configuration`: the
///   one in force and the question whether it still allows a mapping.
///
/// Each worker has a stage of its own for the inside addresses that a hash gives it, with its own
/// tables; what is shared is touched when something is made or ends, by atomic operations, and
/// under a lock only when an external address is seen for the first time. Secrets: hashes, choice
/// of addresses and of ports are seeded (RFC 6056). RFCs: 4787, 5382, 5508, 6888, 7857, 6146
/// §3.5.2.2, 6296; `docs/nat.md` tells the operator.
@NullMarked
package io.hnvgateway.nat;

import org.jspecify.annotations.NullMarked;
