/// What a session takes of the gateway's memory.
@NullMarked
package io.hnvgateway.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
