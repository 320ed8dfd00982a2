/// Generates the pages under `docs/` that follow from the code, so that they cannot go stale: a
/// test compares each page with what its generator writes now.
@NullMarked
package io.hnvgateway.lab.docs;

import org.jspecify.annotations.NullMarked;
