package io.hnvgateway.benchmarks.ipsec;

import io.hnvgateway.benchmarks.CompiledTool;
import io.hnvgateway.benchmarks.traffic.Encapsulation;
import io.hnvgateway.benchmarks.traffic.FrameTemplate;
import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.benchmarks.traffic.Tenant;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Result;
import io.hnvgateway.lab.netns.Running;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// Numbered packets from each tenant's VM into its tunnel, and from the office back.
final class TunnelTraffic {
    /// Of each tunnel.
    static final int PACKETS = 10;

    /// The inner Ethernet frame.
    static final int FRAME_BYTES = 128;

    private static final int PACKETS_A_SECOND = 2_000;
    private static final int PORT = 7;
    private static final int WHOLE_BYTES = Encapsulation.NVGRE.overheadBytes() + FRAME_BYTES;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final ManyTunnels scene;
    private final Path program;
    private final Path frames;

    TunnelTraffic(LabRun run, ManyTunnels scene) throws IOException, InterruptedException {
        this.scene = scene;
        program = CompiledTool.of("tunnels");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int n = 0; n < scene.count(); n++) {
            all.writeBytes(frame(n));
        }
        frames = Files.write(run.directory().resolve("tunnels.frames"), all.toByteArray());
    }

    private static byte[] frame(int n) {
        byte[] headers =
                FrameTemplate.of(
                        new Tenant(n), Encapsulation.NVGRE, FRAME_BYTES, ManyTunnels.inside(n));
        byte[] whole = Arrays.copyOf(headers, WHOLE_BYTES);
        int udp = Encapsulation.NVGRE.udpOffset();
        whole[udp] = (byte) (PORT + 1);
        whole[udp + 3] = PORT;
        return whole;
    }

    /// What came of the packets of one direction.
    ///
    /// @param whole tunnels of which all came
    /// @param wrong came out of another tunnel than they went into
    record Way(long sent, long arrived, long whole, long wrong) {
        private static Way of(Map<String, Long> tool, long sent) {
            return new Way(
                    sent, value(tool, "packets"), value(tool, "whole"), value(tool, "wrong"));
        }

        long lost() {
            return sent - arrived;
        }
    }

    /// @param out from VMs to offices
    /// @param in answers of the offices to what arrived there
    record Both(Way out, Way in) {}

    /// Sends all and waits for all.
    Both run() throws InterruptedException {
        String count = Integer.toString(scene.count());
        String packets = Integer.toString(PACKETS);
        Running office =
                scene.offices()
                        .start(
                                program.toString(),
                                "office",
                                Integer.toString(PORT),
                                ManyTunnels.inside(0),
                                count,
                                packets);
        Result host;
        try (office) {
            awaitListening(office);
            host =
                    scene.generator()
                            .run(
                                    LIMIT,
                                    program.toString(),
                                    "host",
                                    Links.GENERATOR_DEVICE,
                                    frames.toString(),
                                    count,
                                    packets,
                                    Integer.toString(PACKETS_A_SECOND),
                                    Integer.toString(new Tenant(0).vmVsid()));
        }
        Map<String, Long> atHost = values(host.output());
        Map<String, Long> atOffice = values(office.output());
        Way out = Way.of(atOffice, value(atHost, "sent"));
        return new Both(out, Way.of(atHost, out.arrived));
    }

    private static void awaitListening(Running office) throws InterruptedException {
        long startNs = System.nanoTime();
        while (!office.output().startsWith("listening")) {
            if (!office.isAlive() || System.nanoTime() - startNs > LIMIT.toNanos()) {
                throw new LabException("the offices do not listen: " + office.output());
            }
            Thread.sleep(PAUSE);
        }
    }

    private static Map<String, Long> values(String output) {
        Map<String, Long> values =
                output.lines()
                        .map(line -> line.split(" ", -1))
                        .filter(words -> words.length == 2)
                        .collect(
                                Collectors.toMap(
                                        words -> words[0], words -> Long.valueOf(words[1])));
        if (!values.containsKey("packets")) {
            throw new LabException("tunnels: " + output);
        }
        return values;
    }

    private static long value(Map<String, Long> values, String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new LabException("tunnels did not report " + name + ": " + values);
        }
        return value;
    }
}
