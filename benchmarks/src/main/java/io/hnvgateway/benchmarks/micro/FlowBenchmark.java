package io.hnvgateway.benchmarks.micro;

import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Ipv6Parser;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/// The flow table's part of a packet's way, one packet at a time.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class FlowBenchmark {

    /// Hash, probe, copy of the action.
    @Benchmark
    public long find(FlowState state) {
        return state.tables().find(state.keyOf(state.nextFlow()), state.action);
    }

    /// What every benchmark here pays for making the packet.
    @Benchmark
    public Packet write(FlowState state) {
        return state.packetOf(state.nextFlow());
    }

    /// Inner headers parsed, flow found, admitted, rewritten, next-hop Ethernet written.
    @Benchmark
    public Verdict hit(FlowState state) {
        Packet packet = state.packetOf(state.nextFlow());
        if (parse(state, packet) != Verdict.CONTINUE
                || TransportParser.parse(packet) != Verdict.CONTINUE) {
            throw new IllegalStateException("not parsed: " + packet.dropReason);
        }
        long entry = state.tables().find(state.key.set(packet), state.action);
        if (entry == 0) {
            return Verdict.DROP; // one of the few without a slot
        }
        if (!state.executor().admits(packet, state.action)) {
            throw new IllegalStateException("not admitted: " + state.key);
        }
        state.tables().carried(entry, packet, packet.arrivalNs);
        return state.executor().execute(packet, state.action);
    }

    private static Verdict parse(FlowState state, Packet packet) {
        return state.ipv6
                ? Ipv6Parser.parse(packet, packet.address, packet.end())
                : Ipv4Parser.parse(packet, packet.address, packet.end());
    }
}
