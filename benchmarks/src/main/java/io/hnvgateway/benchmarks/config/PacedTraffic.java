package io.hnvgateway.benchmarks.config;

import io.hnvgateway.benchmarks.Command;
import io.hnvgateway.benchmarks.ModuleFolder;
import io.hnvgateway.benchmarks.traffic.Encapsulation;
import io.hnvgateway.benchmarks.traffic.FrameTemplate;
import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.benchmarks.traffic.Tenant;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Numbered packets of tenant 0 at an even pace, and which of them come out at the front end.
final class PacedTraffic {
    private static final int FRAME_BYTES = 128;
    private static final int UDP_BYTES = 8;
    private static final byte DISCARD_PORT = 9;

    /// Ethernet, IPv4 and UDP in front of the payload that leaves.
    private static final int RECEIVED_OFFSET = 14 + 20 + UDP_BYTES;

    private static final Duration SETTLE = Duration.ofMillis(500);
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final Duration START_PAUSE = Duration.ofMillis(5);

    private final Path program;
    private final Path frame;
    private final Namespace generator;
    private final Namespace sink;

    PacedTraffic(LabRun run, Namespace generator, Namespace sink)
            throws IOException, InterruptedException {
        program = compiled();
        this.generator = generator;
        this.sink = sink;
        int overhead = Encapsulation.NVGRE.overheadBytes();
        byte[] headers = FrameTemplate.of(new Tenant(0), Encapsulation.NVGRE, FRAME_BYTES);
        byte[] whole = Arrays.copyOf(headers, overhead + FRAME_BYTES);
        whole[Encapsulation.NVGRE.udpOffset()] = 4; // a source port above 1023
        whole[Encapsulation.NVGRE.udpOffset() + 3] = DISCARD_PORT;
        frame = Files.write(run.directory().resolve("paced.frame"), whole);
    }

    private static Path compiled() throws IOException, InterruptedException {
        Path module = ModuleFolder.find();
        Path source = module.resolve("src/main/c/paced.c");
        Path program = Files.createDirectories(module.resolve("target/load")).resolve("paced");
        Command.run(
                List.of(
                        "clang",
                        "-O2",
                        "-Wall",
                        "-Werror",
                        source.toString(),
                        "-o",
                        program.toString()));
        return program;
    }

    /// What is done while packets pass.
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /// What became of the packets.
    ///
    /// @param delays from the sender to the sink
    record Passed(long sent, long arrived, Delays delays) {
        long lost() {
            return sent - arrived;
        }
    }

    /// Microseconds: of half of the packets, of 99 in 100, and of all at most.
    record Delays(double median, double most, double worst) {
        private static Delays of(Map<String, Long> received) {
            return new Delays(
                    value(received, "delay50") / 1e3,
                    value(received, "delay99") / 1e3,
                    value(received, "delay100") / 1e3);
        }
    }

    /// Sends until the work is done, for `seconds` at most.
    Passed during(double packetsPerSecond, double seconds, Work work)
            throws IOException, InterruptedException {
        Running receiver =
                sink.start(
                        program.toString(), "receive", Links.SINK_DEVICE, offset(RECEIVED_OFFSET));
        Running sender;
        try (receiver) {
            awaitListening(receiver);
            sender = sender(packetsPerSecond, seconds);
            try (sender) {
                Thread.sleep(SETTLE);
                work.run();
                if (!sender.isAlive()) {
                    throw new LabException("the work took longer than the packets lasted");
                }
            }
            Thread.sleep(SETTLE);
        }
        return passed(values(sender.output()), values(receiver.output()));
    }

    /// What is sent before the sink listens would be counted as lost.
    private static void awaitListening(Running receiver) throws InterruptedException {
        long startNs = System.nanoTime();
        while (!receiver.output().startsWith("listening")) {
            if (!receiver.isAlive() || System.nanoTime() - startNs > START_LIMIT.toNanos()) {
                throw new LabException("the sink does not listen: " + receiver.output());
            }
            Thread.sleep(START_PAUSE);
        }
    }

    private static Passed passed(Map<String, Long> sent, Map<String, Long> received) {
        long overrun = value(received, "overrun");
        if (overrun > 0) {
            throw new LabException("the sink itself lost " + overrun + " packets");
        }
        if (value(received, "distinct") == 0) {
            throw new LabException("none of " + value(sent, "sent") + " packets arrived");
        }
        return new Passed(value(sent, "sent"), value(received, "distinct"), Delays.of(received));
    }

    private Running sender(double packetsPerSecond, double seconds) {
        return generator.start(
                program.toString(),
                "send",
                Links.GENERATOR_DEVICE,
                frame.toString(),
                Double.toString(packetsPerSecond),
                Double.toString(seconds),
                offset(Encapsulation.NVGRE.udpOffset() + UDP_BYTES));
    }

    private static String offset(int bytes) {
        return Integer.toString(bytes);
    }

    private static Map<String, Long> values(String output) {
        Map<String, Long> values = new HashMap<>();
        output.lines()
                .map(line -> line.split(" ", -1))
                .filter(words -> words.length == 2)
                .forEach(words -> values.put(words[0], Long.valueOf(words[1])));
        return values;
    }

    private static long value(Map<String, Long> values, String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new LabException("paced did not report " + name + ": " + values);
        }
        return value;
    }
}
