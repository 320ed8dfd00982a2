/// What a controller and the gateway both know about the gateway's management: the connection
/// string, the resources of the desired state, their JSON form, their rules, and the difference
/// between two of them.
///
/// A text goes through these packages in one direction:
///
/// ```
///   connection string ──► connection ──► ConnectionString ─┐
///                                                          ▼
///   JSON document ──► json ──► resource.DesiredState ──► validation ──► faults, all at once
///                                   │
///                                   └──► diff (two desired states → added, removed, changed)
/// ```
///
/// Every fault of the operator is a [io.hnvgateway.provider.Fault]: path, value, rule and hint.
/// Nothing here stops at the first one. Everything is immutable and free of threads; nothing here
/// knows a packet, a socket or a file.
@NullMarked
package io.hnvgateway.provider;

import org.jspecify.annotations.NullMarked;
