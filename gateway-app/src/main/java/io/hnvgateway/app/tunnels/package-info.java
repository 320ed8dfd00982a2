/// IPSec connections of the running gateway: joins what is configured, charon, and the workers.
///
/// ```
///  compiler ── IpSecTunnel ──► SiteToSite ── ConnectionSpec ──► Connections ──VICI──► charon
///                               │  ▲  ▲                             │                    │
///   routes of what is down ◄────┘  │  └───── up, down, reasons ─────┘                kernel-hnv
///                     demanded ────┘                                                     │
///  workers ◄── WorkerQueues ◄── SaDatabase ◄── CharonBackend ◄── KernelServer ◄──socket──┘
///     └── limits, moved peers ───────────────────►┘
/// ```
///
/// Nothing of it runs until there is an IPSec connection, or a charon that may still have some of
/// the gateway before. Tunnels come and go under the compiler's lock, with their index; whatever
/// waits for charon does so on virtual threads; what a worker says is taken up by the conductor.
@NullMarked
package io.hnvgateway.app.tunnels;

import org.jspecify.annotations.NullMarked;
