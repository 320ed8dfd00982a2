package io.hnvgateway.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/// A new NAT session in the whole Java pipeline, from the first packet to both of its flow entries:
/// packet and answer of UDP; SYN, SYN with ACK and data of TCP. Each has a new mapping too.
///
/// Each batch is timed by itself; the end of old sessions is not in it. Objects have the headers
/// that they have in a gateway (`jvm.options`): of the many of its tenants more fit into the cache.
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseCompactObjectHeaders")
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class SessionBenchmark {

    @Benchmark
    @OperationsPerInvocation(SessionState.BATCH)
    public long open(SessionState state) {
        return state.openBatch();
    }
}
