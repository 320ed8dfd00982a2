/// What the gateway tells of itself: metrics, usage for billing, health, events to other systems,
/// the support bundle. Design: `docs/decisions/034-metrics.md`, `036-usage.md`.
///
/// ```
///   counters of workers, XDP, tunnels, peers ──read at a scrape──► Figures ─► Samples ─► MetricsPage
///   flow entries that end, live flow entries ──each 10 s──► UsageMeter ─► UsageFile ─► told
///   Check each ──asked──► Health
/// ```
///
/// Nothing here runs on a worker, and no object is kept for a tenant's metric: what can be read
/// when somebody asks is read then. Micrometer and Prometheus' library are known in this package
/// alone.
@NullMarked
package io.hnvgateway.app.telemetry;

import org.jspecify.annotations.NullMarked;
