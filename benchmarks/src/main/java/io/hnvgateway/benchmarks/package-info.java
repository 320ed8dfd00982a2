/// Benchmarks: side by side with other gateways, and of single parts.
///
/// - `forward` ([io.hnvgateway.benchmarks.forward.ForwardBench]) sends packets from a generator in
///   the kernel through the gateway and through its peers, in turns, and counts the CPU time that
///   each packet costs; `latency` and `sessions` use the same testbed
///   ([io.hnvgateway.benchmarks.device.Testbed]). They need root: everything runs in network
///   namespaces of its own.
/// - `config` ([io.hnvgateway.benchmarks.config.ConfigBench]) times changes of the configuration.
/// - `api` ([io.hnvgateway.benchmarks.api.ApiBench]) is a controller: it fills, changes and reads a
///   gateway over HTTPS.
/// - `restart` ([io.hnvgateway.benchmarks.restart.RestartBench]) kills and starts a gateway under
///   load.
/// - `memory` ([io.hnvgateway.benchmarks.memory.MemoryBench]) adds up what a session takes.
/// - `micro` ([io.hnvgateway.benchmarks.micro.MicroBench]) runs the JMH benchmarks of the Java
///   parts.
///
/// Absolute figures belong to one machine at one hour; what is compared is measured in one run.
/// `docs/benchmarks.md` holds method and figures.
@NullMarked
package io.hnvgateway.benchmarks;

import org.jspecify.annotations.NullMarked;
