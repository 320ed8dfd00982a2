/// The process: from the connection string to a running gateway, and its clean end.
///
/// Start, in this order, which later versions extend but do not change:
///
/// 1. the connection string, all its faults at once; the lock that keeps a second gateway out;
/// 2. the mirror of the kernel; interfaces and addresses as the string names them;
/// 3. *adopt*: guard, then ports, with what belongs to the gateway without any tenant;
/// 4. *compile*: the desired state of the last run, before the first packet is taken;
/// 5. worker and conductor;
/// 6. *reconcile*: the control socket opens; from here on changes come in.
///
/// The end goes the other way and leaves the guard, so that what was the gateway's never falls to
/// the host's own stack.
@NullMarked
package io.hnvgateway.app.process;

import org.jspecify.annotations.NullMarked;
