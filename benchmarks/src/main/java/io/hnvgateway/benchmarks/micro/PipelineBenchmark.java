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

/// The whole Java pipeline on packets of known flows, from received frame to queued frame: up NVGRE
/// off, source NAT, next-hop Ethernet; down destination NAT and NVGRE (IPv6: prefix translation).
///
/// Each batch is timed by itself: the median is not disturbed by what else runs on the machine.
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseCompactObjectHeaders")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class PipelineBenchmark {

    @Benchmark
    @OperationsPerInvocation(PipelineState.BATCH)
    public long batch(PipelineState state) {
        return state.carry();
    }
}
