package io.hnvgateway.benchmarks.config;

import io.hnvgateway.benchmarks.CompiledTool;
import io.hnvgateway.benchmarks.traffic.Encapsulation;
import io.hnvgateway.benchmarks.traffic.FrameTemplate;
import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.benchmarks.traffic.Tenant;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Running;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Numbered packets at an even pace, of one flow or of many in turn, and which of them come out at
/// the front end.
public final class PacedTraffic {
    public static final int FRAME_BYTES = 128;
    private static final int WHOLE_BYTES = Encapsulation.NVGRE.overheadBytes() + FRAME_BYTES;

    /// Of a tenant's first flow.
    private static final int FIRST_PORT = 1024;

    private static final int UDP_BYTES = 8;
    private static final byte DISCARD_PORT = 9;

    /// Ethernet, IPv4 and UDP in front of the payload that leaves.
    private static final int RECEIVED_OFFSET = 14 + 20 + UDP_BYTES;

    /// Packets pass for so long before the work begins.
    public static final Duration SETTLE = Duration.ofMillis(500);

    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final Duration START_PAUSE = Duration.ofMillis(5);

    private final Path program;
    private final From from;
    private final To to;

    /// Where packets go in.
    ///
    /// @param frames a file with one frame, or several of `frameBytes` each
    /// @param offset of the payload in them
    /// @param withoutBursts whether a sender that was late leaves out what it has missed
    public record From(
            Namespace namespace,
            String device,
            Path frames,
            int offset,
            int frameBytes,
            boolean withoutBursts) {}

    /// Where they come out.
    ///
    /// @param offset of the payload there
    public record To(Namespace namespace, String device, int offset) {}

    /// One flow of tenant 0.
    PacedTraffic(LabRun run, Namespace generator, Namespace sink)
            throws IOException, InterruptedException {
        this(run, generator, sink, 1, 1);
    }

    /// @param flows in all, spread evenly over the tenants
    public PacedTraffic(LabRun run, Namespace generator, Namespace sink, int flows, int tenants)
            throws IOException, InterruptedException {
        this(
                new From(
                        generator,
                        Links.GENERATOR_DEVICE,
                        frames(run, flows, tenants),
                        Encapsulation.NVGRE.udpOffset() + UDP_BYTES,
                        WHOLE_BYTES,
                        false),
                new To(sink, Links.SINK_DEVICE, RECEIVED_OFFSET));
    }

    /// Any frames on any way.
    public PacedTraffic(From from, To to) throws IOException, InterruptedException {
        program = CompiledTool.of("paced");
        this.from = from;
        this.to = to;
    }

    private static Path frames(LabRun run, int flows, int tenants) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int flow = 0; flow < flows; flow++) {
            all.writeBytes(frame(new Tenant(flow % tenants), FIRST_PORT + flow / tenants));
        }
        return Files.write(run.directory().resolve("paced.frames"), all.toByteArray());
    }

    private static byte[] frame(Tenant tenant, int sourcePort) {
        byte[] headers = FrameTemplate.of(tenant, Encapsulation.NVGRE, FRAME_BYTES);
        byte[] whole = Arrays.copyOf(headers, WHOLE_BYTES);
        int udp = Encapsulation.NVGRE.udpOffset();
        whole[udp] = (byte) (sourcePort >> 8);
        whole[udp + 1] = (byte) sourcePort;
        whole[udp + 3] = DISCARD_PORT;
        return whole;
    }

    /// What is done while packets pass.
    @FunctionalInterface
    public interface Work {
        void run() throws IOException, InterruptedException;
    }

    /// What became of the packets.
    ///
    /// @param overrun came to the sink, which had no room for them
    /// @param delays from the sender to the sink
    /// @param gaps ten or more consecutive packets that did not arrive
    public record Passed(long sent, long arrived, long overrun, Delays delays, List<Gap> gaps) {
        public Passed {
            gaps = List.copyOf(gaps);
        }

        public long lost() {
            return sent - arrived;
        }
    }

    /// Consecutive packets that did not arrive.
    ///
    /// @param first its number, from 0, at the pace of the sender
    public record Gap(long first, long packets) {
        private static final Pattern LINE = Pattern.compile("(?m)^gap from (\\d+) packets (\\d+)$");

        private static List<Gap> in(String output) {
            return LINE.matcher(output)
                    .results()
                    .map((MatchResult gap) ->
                            new Gap(Long.parseLong(gap.group(1)), Long.parseLong(gap.group(2))))
                    .toList();
        }
    }

    /// Microseconds: of half of the packets, of 99 in 100, and of all at most.
    public record Delays(double median, double most, double worst) {
        private static Delays of(Map<String, Long> received) {
            return new Delays(
                    value(received, "delay50") / 1e3,
                    value(received, "delay99") / 1e3,
                    value(received, "delay100") / 1e3);
        }
    }

    /// Sends until the work is done, for `seconds` at most.
    public Passed during(double packetsPerSecond, double seconds, Work work)
            throws IOException, InterruptedException {
        Running receiver =
                to.namespace.start(program.toString(), "receive", to.device, offset(to.offset));
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
        return passed(values(sender.output()), receiver.output());
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

    private static Passed passed(Map<String, Long> sent, String output) {
        Map<String, Long> received = values(output);
        if (value(received, "distinct") == 0) {
            throw new LabException("none of " + value(sent, "sent") + " packets arrived");
        }
        return new Passed(
                value(sent, "sent"),
                value(received, "distinct"),
                value(received, "overrun"),
                Delays.of(received),
                Gap.in(output));
    }

    private Running sender(double packetsPerSecond, double seconds) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "send",
                                from.device,
                                from.frames.toString(),
                                Double.toString(packetsPerSecond),
                                Double.toString(seconds),
                                offset(from.offset),
                                Integer.toString(from.frameBytes)));
        if (from.withoutBursts) {
            words.add("without-bursts");
        }
        return from.namespace.start(words.toArray(String[]::new));
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
