/// The stages that a packet passes inside the gateway, apart from NAT. Each returns a `Verdict`;
/// the way through them is laid in the application's pipeline.
///
/// Owner of every object here: one worker thread. Stages share a
/// [io.hnvgateway.compartments.stage.WorkerContext]: the snapshot that the current batch goes by,
/// the clock, and the frame pool. No stage allocates, locks or logs per packet.
///
/// RFC 1812 (what a router owes), RFC 7637 and MS-NVGREE (NVGRE), RFC 826 (ARP), RFC 1858 and 5722
/// (fragments).
@NullMarked
package io.hnvgateway.compartments.stage;

import org.jspecify.annotations.NullMarked;
