/// What changes from one desired state to the next, by path: the canonical forms are compared,
/// resources by their ids, everything else by value. Unchanged input makes an empty difference,
/// which the gateway takes as "do nothing".
@NullMarked
package io.hnvgateway.provider.diff;

import org.jspecify.annotations.NullMarked;
