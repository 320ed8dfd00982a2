/// A gateway whose process is killed and started again, over and over, under load: what its tenants
/// notice, and whether anything grows.
///
/// ```
///  [paced send]  ── NVGRE ──▶                                 ──▶ [paced receive]
///   numbered packets of all     be  gateway process  fe
///   sessions in turn                ▲ kill -9, start
///  [streams, probe] ─ [nvgre] ─▶    └──────────────────       ◀─▶ [streams, probe]
///   sockets of tenant 0                                            sockets
/// ```
@NullMarked
package io.hnvgateway.benchmarks.restart;

import org.jspecify.annotations.NullMarked;
