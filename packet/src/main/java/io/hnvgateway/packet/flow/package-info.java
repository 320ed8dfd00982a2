/// The flow table: what a first packet decided, kept so that later ones need no decision.
///
/// **Who writes.** The slow path, on the thread that owns the flow, writes [FlowEntry]s into the
/// [FlowTable]; the conductor writes [AdjacencyTable] and [Generations]. **Who reads.** Every
/// worker, and an XDP program over the same mapped memory: so entries have a fixed byte layout
/// ([FlowEntryLayout], [AdjacencyLayout]), hold no pointer, and are published under a sequence
/// count instead of a lock. A reader that meets a write in progress treats the packet as a miss.
///
/// **Two families, one way.** [FlowTables] is a table of IPv4 entries, one cache line each, and one
/// of IPv6 entries, two each, of which the first is an IPv4 entry's twin; probing and publishing
/// are the same code. What is inside and what is outside a tunnel may differ in family.
///
/// **A hit is never trust.** Before an entry is executed, [FlowExecutor#admits] compares the
/// generation of its owner compartment and where the packet came from (provider address, VSID,
/// inner source MAC) with what the entry was made for; anything unusual goes to the slow path. The
/// slow path ends in the same [FlowExecutor#execute], so a first packet leaves with the same bytes
/// as a later one.
///
/// **Indirection by index.** Where a packet goes (MAC addresses, outer header) stands in an
/// adjacency, not in the entry: a live migration or a new next-hop MAC touches one slot.
///
/// Nothing here allocates, locks or throws on a worker's path. RFC 7637 (NVGRE), RFC 1624
/// (incremental checksums), RFC 6864 (IP identification), RFC 6296 (prefix translation), RFC 6438
/// (flow label of tunnels), IEEE 802.1Q (VLAN tags). Byte order: the machine must be little endian,
/// as the layout is; addresses, ports and checksum deltas stand in network order.
@NullMarked
package io.hnvgateway.packet.flow;

import org.jspecify.annotations.NullMarked;
