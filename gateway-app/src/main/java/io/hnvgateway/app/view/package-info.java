/// What the running gateway shows of itself: the rows of `hnvctl show`, and `explain`.
///
/// Everything is read from the snapshot in force and from counters that any thread may read; only
/// NAT sessions are asked of the worker, by a command, a bounded number at a time.
@NullMarked
package io.hnvgateway.app.view;

import org.jspecify.annotations.NullMarked;
