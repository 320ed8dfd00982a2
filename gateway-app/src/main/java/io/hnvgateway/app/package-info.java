/// Composition root: desired state to snapshot, control socket, hnvctl, store, main.
@NullMarked
package io.hnvgateway.app;

import org.jspecify.annotations.NullMarked;
