@NullMarked
package io.hnvgateway.benchmarks.report;

import org.jspecify.annotations.NullMarked;
