/// BGP on its way between a tenant's router and the speakers, which stand in a namespace of their
/// own and know no tenants (`docs/decisions/028-bgp.md`).
///
/// ```
///  tenant's router P ⇄ L, an address of the gateway in that tenant's network
///                    PuntPeer n: (compartment, P, L) ⇄ (p', l'), 1:1
///  the speakers   p' ⇄ l'
/// ```
///
/// The number n of a peer stands in the low bits of its alias p' ([AliasAddress]), so tenants with
/// equal addresses meet nowhere, and a packet from the speakers tells whose it is. The gateway's
/// alias l' follows from n, but is that of all peers of a speaker; from another one nothing is
/// taken. [PuntRewrite] exchanges addresses and nothing else: ports, TTL (1 of eBGP, 255 of RFC
/// 5082) and options are those of the other end. [QuotedSegment] does the same to what ICMP errors
/// quote.
///
/// [PuntTable] is immutable and part of the snapshot. [PuntState] changes with traffic and outlives
/// tables; its limits keep a tenant from flooding the speakers, whose time all tenants share. Any
/// worker may punt.
@NullMarked
package io.hnvgateway.compartments.punt;

import org.jspecify.annotations.NullMarked;
