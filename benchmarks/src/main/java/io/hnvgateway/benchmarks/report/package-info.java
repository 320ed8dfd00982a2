/// What a run says: which targets it meets, and the figures in `docs/benchmarks.md`, both from its
/// rows alone.
@NullMarked
package io.hnvgateway.benchmarks.report;

import org.jspecify.annotations.NullMarked;
