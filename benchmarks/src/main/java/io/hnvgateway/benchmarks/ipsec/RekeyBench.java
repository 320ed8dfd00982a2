package io.hnvgateway.benchmarks.ipsec;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.Spread;
import io.hnvgateway.benchmarks.config.PacedTraffic;
import io.hnvgateway.benchmarks.config.PacedTraffic.Passed;
import io.hnvgateway.benchmarks.device.Threads;
import io.hnvgateway.benchmarks.traffic.Direction;
import io.hnvgateway.benchmarks.traffic.Encapsulation;
import io.hnvgateway.benchmarks.traffic.FrameTemplate;
import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.benchmarks.traffic.Tenant;
import io.hnvgateway.lab.charon.Charon;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.packet.DropReason;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// New keys again and again, asked for by both ends in turn, while numbered packets pass both ways
/// at an even pace: what is lost, and what either end takes for a replay.
public final class RekeyBench {
    public static final int REKEYS = 40;
    public static final int QUICK_REKEYS = 6;

    private static final Pattern NET = Pattern.compile("net-[0-9a-f]{16}");
    private static final int FRAME_BYTES = 128;
    private static final int WHOLE_BYTES = Encapsulation.NVGRE.overheadBytes() + FRAME_BYTES;
    private static final int ETHERNET_BYTES = 14;
    private static final int UDP_BYTES = 8;
    private static final byte DISCARD_PORT = 9;
    private static final double PACKETS_A_SECOND = 20_000;

    /// The keys of before go some five seconds later.
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final Duration LAST_KEYS_GO = Duration.ofSeconds(6);

    /// `RcvbufErrors`.
    private static final Pattern UDP_NO_ROOM =
            Pattern.compile("(?m)^Udp: \\d+ \\d+ \\d+ \\d+ (\\d+)");

    /// Dropped when sending.
    private static final Pattern TUN_NO_ROOM =
            Pattern.compile("(?m)^\\s*" + ManyTunnels.TUN + ":(?:\\s+\\d+){11}\\s+(\\d+)");

    private final int rekeys;
    private final PrintStream out;
    private final Results results;

    /// @param rekeys asked for
    public RekeyBench(int rekeys, PrintStream out, Results results) {
        this.rekeys = rekeys;
        this.out = out;
        this.results = results;
    }

    /// As rows name it: inner frames, one flow each way.
    public static Result.Load load() {
        return new Result.Load(Direction.UP.label(), FRAME_BYTES, 1, 1);
    }

    public void run() throws IOException, InterruptedException {
        try (LabRun run = LabRun.begin()) {
            ManyTunnels scene = new ManyTunnels(run, 1);
            scene.apply();
            scene.awaitAll();
            first(scene);
            Links.ip(scene.offices(), "link set " + ManyTunnels.TUN + " txqueuelen 10000");
            PacedTraffic towards = out(run, scene);
            PacedTraffic back = in(run, scene);
            double seconds = (rekeys * PAUSE.multipliedBy(3).toMillis()) / 1e3 + 30;
            warmUp(towards, back);
            Counts before = Counts.of(scene);
            List<Passed> answers = new ArrayList<>();
            Passed sent =
                    towards.during(
                            PACKETS_A_SECOND,
                            seconds,
                            () ->
                                    answers.add(
                                            back.during(
                                                    PACKETS_A_SECOND,
                                                    seconds,
                                                    () -> rekey(scene))));
            report(sent, answers.getFirst(), Counts.of(scene).since(before));
        }
    }

    /// Both ends' data paths run before whatever else there is, and the gateway's before the
    /// office's: threads of one priority have a processor for 100 ms each.
    private static void first(ManyTunnels scene) throws IOException {
        Threads.putFirst(scene.offices(), scene.process().pid(), "worker");
        Threads.putSecond(scene.offices(), scene.peers().pid(), "charon");
    }

    private static void warmUp(PacedTraffic towards, PacedTraffic back)
            throws IOException, InterruptedException {
        towards.during(
                PACKETS_A_SECOND,
                30,
                () -> back.during(PACKETS_A_SECOND, 20, () -> Thread.sleep(8000)));
    }

    private PacedTraffic out(LabRun run, ManyTunnels scene)
            throws IOException, InterruptedException {
        byte[] frame =
                FrameTemplate.of(
                        new Tenant(0), Encapsulation.NVGRE, FRAME_BYTES, ManyTunnels.inside(0));
        int udp = Encapsulation.NVGRE.udpOffset();
        return new PacedTraffic(
                new PacedTraffic.From(
                        scene.generator(),
                        Links.GENERATOR_DEVICE,
                        file(run, "out", frame, WHOLE_BYTES, udp),
                        udp + UDP_BYTES,
                        WHOLE_BYTES,
                        true),
                new PacedTraffic.To(
                        scene.offices(),
                        ManyTunnels.TUN,
                        Encapsulation.NONE.udpOffset() - ETHERNET_BYTES + UDP_BYTES));
    }

    /// A TUN device takes IP packets without Ethernet.
    private PacedTraffic in(LabRun run, ManyTunnels scene)
            throws IOException, InterruptedException {
        byte[] frame = FrameTemplate.plain(ManyTunnels.inside(0), Tenant.VM_ADDRESS, FRAME_BYTES);
        byte[] packet = Arrays.copyOfRange(frame, ETHERNET_BYTES, frame.length);
        int udp = Encapsulation.NONE.udpOffset() - ETHERNET_BYTES;
        int bytes = FRAME_BYTES - ETHERNET_BYTES;
        return new PacedTraffic(
                new PacedTraffic.From(
                        scene.offices(),
                        ManyTunnels.TUN,
                        file(run, "in", packet, bytes, udp),
                        udp + UDP_BYTES,
                        bytes,
                        true),
                new PacedTraffic.To(
                        scene.generator(),
                        Links.GENERATOR_DEVICE,
                        Encapsulation.NVGRE.udpOffset() + UDP_BYTES));
    }

    private static Path file(LabRun run, String name, byte[] headers, int bytes, int udp)
            throws IOException {
        byte[] whole = Arrays.copyOf(headers, bytes);
        whole[udp] = (byte) (1024 >> 8);
        whole[udp + 3] = DISCARD_PORT;
        return Files.write(run.directory().resolve("rekey-" + name + ".frames"), whole);
    }

    /// Each end asks for every other.
    private void rekey(ManyTunnels scene) throws InterruptedException {
        for (int i = 0; i < rekeys; i++) {
            Charon asks = i % 2 == 0 ? scene.charon() : scene.peers();
            asks.must("--rekey", "--child", i % 2 == 0 ? ofGateway(asks) : "c0");
            Thread.sleep(PAUSE);
        }
        Thread.sleep(LAST_KEYS_GO);
    }

    /// What the gateway calls the one tunnel's CHILD_SAs.
    private static String ofGateway(Charon charon) {
        return NET.matcher(charon.sas())
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow(() -> new LabException("no CHILD_SA: " + charon.sas()));
    }

    /// What has been counted so far.
    ///
    /// @param keys CHILD_SAs of the gateway's charon
    /// @param atSocket, atTun packets that the office's kernel had no room for, on their way to its
    ///   charon from outside and from inside
    /// @param behind packets of either direction that the gateway's worker was too late for
    /// @param replayedAtGateway, replayedAtOffice packets taken for replays
    private record Counts(
            long keys,
            long atSocket,
            long atTun,
            long behind,
            long replayedAtGateway,
            long replayedAtOffice) {

        static Counts of(ManyTunnels scene) throws IOException {
            Namespace offices = scene.offices();
            JsonNode drops = scene.process().show("drops");
            return new Counts(
                    lines(scene.charon(), "inbound CHILD_SA net-\\w+\\{\\d+\\} established"),
                    number(UDP_NO_ROOM, offices.must("cat", "/proc/net/snmp").output()),
                    number(TUN_NO_ROOM, offices.must("cat", "/proc/net/dev").output()),
                    dropped(drops, DropReason.SLOW_PATH_LIMIT),
                    dropped(drops, DropReason.ESP_REPLAYED),
                    lines(scene.peers(), "ESP sequence number verification failed"));
        }

        Counts since(Counts before) {
            return new Counts(
                    keys - before.keys,
                    atSocket - before.atSocket,
                    atTun - before.atTun,
                    behind - before.behind,
                    replayedAtGateway - before.replayedAtGateway,
                    replayedAtOffice - before.replayedAtOffice);
        }

        private static long lines(Charon charon, String what) {
            return Pattern.compile(what).matcher(charon.log()).results().count();
        }

        private static long number(Pattern pattern, String text) {
            return pattern.matcher(text)
                    .results()
                    .mapToLong((MatchResult found) -> Long.parseLong(found.group(1)))
                    .findFirst()
                    .orElseThrow(() -> new LabException("no counter in " + text));
        }

        /// A reason under which nothing was dropped has no row.
        private static long dropped(JsonNode drops, DropReason reason) {
            long frames = 0;
            for (JsonNode row : drops) {
                if (row.path("reason").asText().equals(reason.label())) {
                    frames += row.required("frames").asLong();
                }
            }
            return frames;
        }
    }

    private void report(Passed sent, Passed answers, Counts counts) {
        row("asked", rekeys, "");
        row("keys", (double) counts.keys, "");
        way("out", sent, counts.atSocket);
        way("in", answers, counts.atTun);
        row("worker-behind", (double) counts.behind, "packets");
        row("replayed-gateway", (double) counts.replayedAtGateway, "packets");
        row("replayed-office", (double) counts.replayedAtOffice, "packets");
    }

    /// @param atHost of the lost ones those that the office's kernel lost
    private void way(String name, Passed passed, long atHost) {
        row(name + "-sent", (double) passed.sent(), "packets");
        row(name + "-lost", (double) (passed.lost() - atHost), "packets");
        row(name + "-lost-by-host", (double) atHost, "packets");
    }

    private void row(String metric, double value, String unit) {
        results.add(
                new Result(
                        IpsecBench.TEST,
                        IpsecBench.GATEWAY,
                        "rekey-both-" + metric,
                        load(),
                        Spread.exactly(value),
                        unit));
        out.printf(
                "%-8s %-9s %-28s %12.0f %s%n", "ipsec", "hnv", "rekey-both-" + metric, value, unit);
    }
}
