/// Compartments by RDID: a tenant's interfaces, routes, neighbours and lookup records, compiled for
/// the data path; and the two contexts outside them.
///
/// ```
/// ForwardingSnapshot ─┬─ Compartment ─┬─ Topology: virtual subnets, the gateway's interfaces
///  (immutable,        │   (by RDID)   ├─ LookupTable: CA → VSID, MAC, PA, adjacencies
///   swapped whole)    │               ├─ Forwarding: Fib, NextHopGroups, direct sources, source check, MTU
///                     │               └─ CompartmentState: counters and budgets; outlives the snapshot
///                     ├─ FrontEnd: who owns an address outside, and the routes there
///                     └─ ProviderNetwork: the gateway's provider addresses
/// NeighborTable: next hops on the links, shared by all; inside a compartment records take its place
/// ```
///
/// Front end and provider network are separate routing contexts: a tenant's packet uses front-end
/// routes only and reaches no provider, management or host address, whatever it carries.
///
/// Everything compiled is immutable and read by any thread; what is large
/// ([io.hnvgateway.compartments.PagedArray], [io.hnvgateway.compartments.PersistentTable],
/// [io.hnvgateway.compartments.PrefixTable]) shares with the snapshot before what did not change.
/// [CompartmentState] belongs to the worker, its counters may be read by all. [NeighborTable] is
/// changed under its own lock and read without.
///
/// What the workers saw of VMs and hosts that concerns records leaves through [TenantEvents].
///
/// An address of either family is 128 bits, IPv4 as `::ffff:a.b.c.d`, so one table holds both.
///
/// RFC 1812 (routing), RFC 4291 (IPv6 addresses), RFC 7637 and MS-NVGREE (virtual subnets, lookup
/// records), RFC 826 (neighbours).
@NullMarked
package io.hnvgateway.compartments;

import org.jspecify.annotations.NullMarked;
