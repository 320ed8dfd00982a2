@NullMarked
package io.hnvgateway.benchmarks.traffic;

import org.jspecify.annotations.NullMarked;
