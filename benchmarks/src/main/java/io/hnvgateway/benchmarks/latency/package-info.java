/// How long packets take through a gateway at half of the load that it can carry.
@NullMarked
package io.hnvgateway.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
