/// The gateway as a controller knows it: filled, changed and read over HTTPS while another tenant's
/// packets pass.
///
/// ```
///  [paced send] ── NVGRE ──▶ be  gateway process  fe ── NAT ──▶ [paced receive]
///    tenant 0, numbered             ▲ https://127.0.0.1                which numbers came
///                                   │
///                     ApiDriver: a controller's JVM in the gateway's namespace
///                                   ▲ UNIX socket: what to do next, how long it took
///                                ApiBench
/// ```
///
/// The driver uses the plugin as a controller does. A PUT and a scrape it sends by the JDK's
/// client, to see status and body as they are.
@NullMarked
package io.hnvgateway.benchmarks.api;

import org.jspecify.annotations.NullMarked;
