/// The commands of `./hnv bench`: which benchmarks run with which options, and where their rows go.
@NullMarked
package io.hnvgateway.benchmarks.command;

import org.jspecify.annotations.NullMarked;
