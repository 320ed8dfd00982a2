/// Desired against actual state, and the way from one to the other; no transport.
///
/// ```
///   desired ─┐                                        ┌► DriftReport, for people
///            ├─ Comparison (AssignedValues taken over) ┤
///   actual ──┘                                        └► RepairPlan ─► Batches ─► one request each
/// ```
///
/// A secret is written only: `WrittenSecrets` knows by digest and etag which ones this process
/// wrote and nobody changed since. Immutable but for that one, which any thread may use.
@NullMarked
package io.hnvgateway.provider.repair;

import org.jspecify.annotations.NullMarked;
