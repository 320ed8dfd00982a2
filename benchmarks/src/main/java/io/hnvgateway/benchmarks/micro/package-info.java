/// JMH benchmarks of single parts, without any I/O: `./hnv bench micro [PATTERN]`.
@NullMarked
package io.hnvgateway.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
