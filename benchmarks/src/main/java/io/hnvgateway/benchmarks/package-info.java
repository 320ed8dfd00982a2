/// Benchmarks: side by side with other gateways, and of single parts.
///
/// - `forward` ([io.hnvgateway.benchmarks.forward.ForwardBench]) sends packets from a generator in
///   the kernel through the gateway and through its peers, in turns, and counts the CPU time that
///   each packet costs. It needs root: everything runs in network namespaces of its own.
/// - `micro` ([io.hnvgateway.benchmarks.micro.MicroBench]) runs the JMH benchmarks of the Java
///   parts.
///
/// Absolute figures belong to one machine at one hour; what is compared is measured in one run.
/// `docs/benchmarks.md` holds method and figures.
@NullMarked
package io.hnvgateway.benchmarks;

import org.jspecify.annotations.NullMarked;
