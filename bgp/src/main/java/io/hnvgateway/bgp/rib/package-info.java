/// One compartment's routes: what its peers said, which of it is in force, and what each peer is
/// told (RFC 4271 §3.2).
///
/// ```
/// update ─► InputCheck ─► policy in ─┐              ┌─► BestChange: prefix → next hops on links
///                                    ▼              │
/// local routes ─────────────────► RibTable ─ Decision ─► Exporter: policy out ─► RouteUpdate a peer
///                                    ▲
///                NextHops: which link a next hop lies behind
/// ```
///
/// The three RIBs are one table. A [io.hnvgateway.bgp.rib.Destination] is a prefix with the paths
/// that peers announced (Adj-RIB-In, refused ones too, so that another policy needs no other
/// announcement), the one in force (Loc-RIB) and what each peer was told of it (Adj-RIB-Out): about
/// 85 bytes a route and 45 for whom it is told, beside attributes, which are shared
/// ([io.hnvgateway.bgp.rib.AttributePool]) and take 250 where a route has its own.
///
/// [io.hnvgateway.bgp.rib.BgpRouter] is the door, under one lock a compartment, for any thread.
/// What comes in only marks destinations; [io.hnvgateway.bgp.rib.BgpRouter#take] decides those
/// marked and hands over the difference to what was taken before. So whoever takes slowly gets
/// fewer, larger differences with each prefix once, and nobody ever gets the whole table for one
/// change.
///
/// Next hops resolve in two steps only, so that no route can resolve through itself: by a local
/// route that holds the address, whatever was learned; where there is none, by a learned route that
/// itself resolves by a local one. A learned route that covers a peer's address thus never moves
/// the way to that peer, whose address is pinned beside it
/// ([io.hnvgateway.bgp.rib.RibChanges#pins]).
///
/// The result depends on what was said alone, not on its order: no preference for the older path
/// (RFC 5004), MED compared by elimination among paths of one neighbouring AS. A local route, such
/// as a virtual subnet, wins over a learned one of the same prefix.
///
/// What a tenant can make large has a limit: prefixes of a peer, routes of the compartment, AS
/// path, communities, next hops that resolve by learned routes. What exceeds is counted under its
/// [io.hnvgateway.bgp.rib.Refusal].
///
/// RFC departure: the next hop told to a peer is always the gateway's own address, to a peer of the
/// own AS too (RFC 4271 §5.1.3), for tenants' peers reach each other through the gateway alone.
/// Routes of the own AS are not reflected (RFC 4456) nor aggregated.
@NullMarked
package io.hnvgateway.bgp.rib;

import org.jspecify.annotations.NullMarked;
