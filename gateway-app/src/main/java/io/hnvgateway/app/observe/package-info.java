/// What hosts and VMs tell about lookup records, beside what is configured: addresses learned from
/// ARP and neighbour discovery, VMs that moved (REDIRECT), records that a host disowns
/// (UNREACHABLE).
///
/// ```
/// worker: stage judges, limits ──► TenantEvents ──► conductor: Observations ─► ObservedNetwork
///                                                                  │
///                        desired state ──► overlay ◄───────────────┘
///                                             └──► compiler, for that one network
/// ```
///
/// Configuration comes first: what it says of an address ends what was observed of it. Everything
/// here belongs to one lock and is small: a limit for each network bounds it.
@NullMarked
package io.hnvgateway.app.observe;

import org.jspecify.annotations.NullMarked;
