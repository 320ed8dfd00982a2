/// Workers: one platform thread each, which alone touches its ports, its frame pool and the flows
/// it owns.
///
/// A round of a [Worker]: commands from the [CommandRing] → receive from each port → the handler →
/// flush → the handler's timers → rest, if many rounds found nothing ([IdleStrategy]: poll(2) on
/// all descriptors and the [Doorbell] of those who bring work by other ways). The clock is read
/// once for a batch.
///
/// A fault in the handler is counted and its stack logged once; past a limit the worker ends and
/// tells its owner, for a process that is restarted is better than one that is wrong. The progress
/// counter lets the conductor see that a worker turns.
@NullMarked
package io.hnvgateway.dataplane.worker;

import org.jspecify.annotations.NullMarked;
