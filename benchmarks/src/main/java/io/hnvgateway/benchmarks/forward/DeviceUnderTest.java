package io.hnvgateway.benchmarks.forward;

import java.io.IOException;
import java.util.List;

/// A gateway, or what stands in its place.
interface DeviceUnderTest {
    String variant();

    Encapsulation encapsulation();

    /// NAMESPACE/DEVICE into which the load goes.
    String generator();

    /// NAMESPACE/DEVICE=PROGRAM: sinks, and what else of traffic.bpf.c the load tool attaches.
    List<String> attachments();

    /// Whose CPU time counts, besides the generator's and ksoftirqd's.
    List<Long> processes();

    /// Packets under way at most: what its queues hold without loss.
    int window();

    /// Prepares for the next scenario.
    default void prepare(Scenario scenario) throws IOException, InterruptedException {}
}
