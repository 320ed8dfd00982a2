@NullMarked
package io.hnvgateway.benchmarks.forward;

import org.jspecify.annotations.NullMarked;
