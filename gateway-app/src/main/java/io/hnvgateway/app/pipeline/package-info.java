/// A packet's way through the gateway, step by step; `docs/packet-walk.md` walks it with a packet.
///
/// ```
/// port ─ GatewayPipeline ─ OuterPath ─┬─ NVGRE ──► InsidePath ─┬─ hit ───────────────► executor ─► port
///                                     │                        ├─ FrontEndExit ─ NAT ─┐
///                                     │                        ├─ HairpinPath ────────┤
///                                     │                        └─ VM in the network ──┴─ Delivery ─► executor
///                                     └─ public address ─► OutsidePath ─┬─ hit ─► executor
///                                                                       └─ NAT ─ Delivery ─► executor
/// ```
///
/// The slow path decides, fills a `FlowAction`, installs it and runs it; a hit runs the installed
/// one. Both end in the same executor, so a flow's first packet and its millionth are changed
/// alike.
///
/// Owner of everything here: one worker thread. Nothing allocates, locks or logs per packet.
@NullMarked
package io.hnvgateway.app.pipeline;

import org.jspecify.annotations.NullMarked;
