/// Which core each worker runs on.
///
/// A worker that shares its core with the receive interrupts of a port waits whenever frames come,
/// and with the XDP executor nearly all work is done in those interrupts. [ReceiveCores] reads
/// where they go, [CoreChoice] keeps the workers away from there, and each worker binds its own
/// thread when it starts. Read once at the start, on the starting thread; an administrator or
/// irqbalance may move interrupts later, and the workers stay where they are.
@NullMarked
package io.hnvgateway.dataplane.cores;

import org.jspecify.annotations.NullMarked;
