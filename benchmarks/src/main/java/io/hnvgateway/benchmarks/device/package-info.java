/// The devices under test: the gateway with each of its executors, and what is measured beside it.
/// Each lies in network namespaces of its own with the same two links, made by
/// [io.hnvgateway.benchmarks.traffic.Links].
@NullMarked
package io.hnvgateway.benchmarks.device;

import org.jspecify.annotations.NullMarked;
