/// Routes that networks exchange with their own routers: joins the compiler, the RIBs and the
/// speaker.
///
/// ```
///  SnapshotCompiler ── BgpNetwork ──► TenantRouting ─► RouterOfNetwork: BgpRouter ─┐ take()
///        ▲  learned()                   │    ▲ SpeakerListener                     │
///        └── routesChanged(rdid) ◄──────┼────┼───── LearnedRoutes ◄────────────────┤
///                                       ▼    │                                     │
///                                     Speaker ◄── RouteUpdate a peer ◄─────────────┘
/// ```
///
/// **Threads.** All that is decided is done on one thread, `bgp`; another one, `bgp-files`, writes
/// down what was learned. The compiler only leaves there what it has to say; the speaker's thread
/// puts what peers say into the RIB of their network, which has a lock of its own, and leaves it
/// there that something waits.
///
/// **No tenant delays another.** What waits in a network is taken at once when it is the first for
/// 10 ms, else after that; and a network that took long waits nine times as long as it took, so
/// none has more than a tenth of the thread and of the compiler's lock, whatever its peers say.
/// What comes in meanwhile is taken together, each prefix once. What its peers are told is work for
/// a speaker that others share: it waits 50 µs for each prefix, so that one that changes all its
/// routes for ever has 20,000 prefixes a second there. A peer that BFD finds dead waits for none of
/// this.
///
/// **Restart.** What peers said and what was learned of it stands in a file for each network beside
/// the checkpoint. The next process compiles its first snapshot with it, so no flow is decided anew
/// for nothing, and holds the routes as stale until the peer has said all again.
@NullMarked
package io.hnvgateway.app.bgp;

import org.jspecify.annotations.NullMarked;
