/// The stages that a packet passes inside the gateway, apart from NAT. Each returns a `Verdict`;
/// the way through them is laid in the application's pipeline.
///
/// Owner of every object here: one worker thread. Stages share a
/// [io.hnvgateway.compartments.stage.WorkerContext]: the snapshot that the current batch goes by,
/// the clock, and the frame pool. No stage allocates, locks or logs per packet.
///
/// What concerns lookup records (learned addresses, REDIRECT, UNREACHABLE) is judged here and
/// reported through [io.hnvgateway.compartments.TenantEvents]; no stage changes a record.
///
/// RFC 1812 and 4443 (what a router owes), RFC 7637 and MS-NVGREE (NVGRE and the control messages
/// of hosts), RFC 826 (ARP), RFC 4861 and 4862 (neighbour discovery), RFC 1858, 5722 and 6946
/// (fragments).
@NullMarked
package io.hnvgateway.compartments.stage;

import org.jspecify.annotations.NullMarked;
