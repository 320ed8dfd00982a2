/// JMH and side-by-side benchmarks.
@NullMarked
package io.hnvgateway.benchmarks;

import org.jspecify.annotations.NullMarked;
