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

/// ESP from header to header: out from the inner packet, parsed, through the choice of the SA to
/// the outer IP header; in from the outer packet, its IP header parsed, through the look-up of the
/// SPI to the inner packet, parsed and admitted.
///
/// Each batch is timed by itself; what prepares its frames is not.
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class EspBenchmark {

    @Benchmark
    @OperationsPerInvocation(EspState.BATCH)
    public int encrypt(EspState.Clear state) {
        return state.encrypt();
    }

    @Benchmark
    @OperationsPerInvocation(EspState.BATCH)
    public int decrypt(EspState.Sealed state) {
        return state.decrypt();
    }
}
