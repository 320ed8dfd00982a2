/// From a document of desired state to what the compiler of snapshots consumes.
///
/// ```
///   JSON ─► DesiredStateDocument ─► Assignment ─► DesiredStateValidator ─► StateDiff ─► TenantResolver
///              (provider-plugin)    fills in       (provider-plugin)        no change:    references gone,
///                                   what the                                stop here     typed values
///                                   gateway assigns                                            │
///                             ┌────────────────────────────────────────────────────────────────┘
///                             ▼
///            ForwardingTarget.prepare(NetworkChanges) ─► StateStore.save ─► Publication.publish
/// ```
///
/// [io.hnvgateway.app.desired.DesiredStateApplier] runs this chain under one lock: all or nothing,
/// each fault at once, nothing published that is not stored and nothing stored that does not
/// compile. It runs on virtual threads and never on a worker.
///
/// A change of a few resources ([io.hnvgateway.app.desired.Edit]) takes the same way with the
/// tenants that it touches alone: the [io.hnvgateway.app.desired.ResourceBook] knows who refers to
/// whom and who claims what.
///
/// A [io.hnvgateway.app.desired.TenantNetwork] is a value: if it equals that of the last time,
/// nothing of the network changed, and the compiler may keep all that it made of it.
@NullMarked
package io.hnvgateway.app.desired;

import org.jspecify.annotations.NullMarked;
