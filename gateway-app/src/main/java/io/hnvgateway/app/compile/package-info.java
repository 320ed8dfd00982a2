/// Desired state and the kernel's state → the snapshot that workers forward by.
///
/// ```
/// TenantNetwork ──► NetworkCompiler ──► Compartment ─┐    (RecordCompiler, then RouteCompiler)
///               └─► NatPolicyCompiler ► NatPolicy ───┤
/// KernelState ───► UnderlayReader ──► Underlay ──┬───┼──► GatewaySnapshot ─► workers
///                                                └───┘
///                                  SteeringCompiler ──► SteeringPolicy ───► XDP maps, guard
/// ```
///
/// Routes of equal cost, of a tenant or of the front end, become one `NextHopGroup` each, which
/// keeps the buckets of the group before it. Of equal routes to hosts each host has its own.
///
/// A network that did not change is not compiled again. Its flows are re-validated (its generation
/// grows) only when something changed that they were decided by; a moved VM costs one write to its
/// adjacency.
///
/// Owner: whoever holds the [io.hnvgateway.app.compile.SnapshotCompiler]'s lock; workers only read
/// what is published.
@NullMarked
package io.hnvgateway.app.compile;

import org.jspecify.annotations.NullMarked;
