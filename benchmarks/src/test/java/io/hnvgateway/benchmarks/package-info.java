@NullMarked
package io.hnvgateway.benchmarks;

import org.jspecify.annotations.NullMarked;
