/// Configuration at scale: loads thousands of compartments into a running gateway, then changes
/// single ones while another tenant's packets pass.
///
/// ```
///  [paced send] ── NVGRE ──▶ be  gateway process  fe ── NAT ──▶ [paced receive]
///    tenant 0, numbered             ▲ control socket               which numbers came
///                                   └── apply, put, delete: tenants 1…n
/// ```
@NullMarked
package io.hnvgateway.benchmarks.config;

import org.jspecify.annotations.NullMarked;
