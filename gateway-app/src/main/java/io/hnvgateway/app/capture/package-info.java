/// Captures of one tenant's traffic, as its VMs send and get it: inner frames, without NVGRE.
///
/// ```
///   worker ─ Taps ─ Tap (a ring for each worker, drops when full) ─ Captures ─ PcapngWriter
/// ```
///
/// While a compartment is captured, its generation is held ahead of the published one: no flow
/// entry of it is executed, neither in the kernel nor by the passes over batches, so every packet
/// is decided by a worker, which sees it. Nothing of any other compartment changes.
@NullMarked
package io.hnvgateway.app.capture;

import org.jspecify.annotations.NullMarked;
