@NullMarked
package io.hnvgateway.benchmarks.device;

import org.jspecify.annotations.NullMarked;
