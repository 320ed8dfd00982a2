package io.hnvgateway.benchmarks.restart;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.Spread;
import io.hnvgateway.benchmarks.config.PacedTraffic;
import io.hnvgateway.benchmarks.config.PacedTraffic.Passed;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Running;
import io.hnvgateway.lab.stream.Connection;
import io.hnvgateway.lab.stream.Datagrams;
import io.hnvgateway.lab.stream.StreamReport;
import io.hnvgateway.lab.stream.StreamRun;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// The run: establishes sessions of many tenants, then kills and starts the gateway while their
/// packets pass.
public final class RestartBench {
    private static final String TEST = "restart";
    private static final double PACKETS_A_SECOND = 10_000;

    /// Each session has its turn several times.
    private static final int ROUNDS_TO_ESTABLISH = 3;

    private static final int TRIES_TO_ESTABLISH = 5;
    private static final double LONGEST_SECONDS = 100;
    private static final Duration NEW_FLOW_LIMIT = Duration.ofSeconds(60);
    private static final Duration STREAM_LIMIT = Duration.ofSeconds(60);
    private static final long SETTLE_MILLISECONDS = 300;
    private static final int REPORT_EVERY = 50;

    private final Extent extent;
    private final PrintStream out;
    private final Results results;

    /// How much of it.
    ///
    /// @param restarts at most, within `minutes`
    /// @param sessions established, of all compartments together
    public record Extent(
            int restarts, int compartments, int sessions, int minutes, String variant) {

        /// The connection string's part.
        private String keys() {
            return switch (variant) {
                case "xdp" -> "DataPath=xdp;Executor=xdp";
                case "java" -> "DataPath=xdp;Executor=java";
                case "java-packet" -> "DataPath=packet";
                default -> throw new IllegalArgumentException("no such variant: " + variant);
            };
        }
    }

    public RestartBench(Extent extent, PrintStream out, Results results) {
        this.extent = extent;
        this.out = out;
        this.results = results;
    }

    public void run() throws IOException, InterruptedException {
        try (LabRun run = LabRun.begin()) {
            Grounds grounds = new Grounds(run, extent.compartments(), extent.keys());
            PacedTraffic sessions =
                    new PacedTraffic(
                            run,
                            grounds.generator(),
                            grounds.sink(),
                            extent.sessions(),
                            extent.compartments());
            establish(sessions);
            Footprint before = Footprint.of(grounds.gateway());
            List<Turn> turns = new ArrayList<>();
            StreamReport report;
            try (StreamRun streams = StreamRun.start(grounds.directory(), grounds.streams())) {
                streams.awaitProgress(STREAM_LIMIT);
                long endNs = System.nanoTime() + Duration.ofMinutes(extent.minutes()).toNanos();
                while (turns.size() < extent.restarts() && System.nanoTime() < endNs) {
                    turns.add(turn(grounds, sessions, turns.size()));
                    if (turns.size() % REPORT_EVERY == 0) {
                        out.printf("%d restarts%n", turns.size());
                    }
                }
                row(
                        "streams-flow-on",
                        Spread.exactly(streams.progresses(STREAM_LIMIT) ? 1 : 0),
                        "yes");
                report = streams.finish();
            }
            grounds.gateway().close();
            rows(before, turns);
            rows(report);
        }
    }

    private void establish(PacedTraffic sessions) throws IOException, InterruptedException {
        double seconds = ROUNDS_TO_ESTABLISH * extent.sessions() / PACKETS_A_SECOND + 1;
        Passed passed = null;
        for (int i = 0; i < TRIES_TO_ESTABLISH && (passed == null || passed.lost() > 0); i++) {
            passed =
                    sessions.during(
                            PACKETS_A_SECOND,
                            LONGEST_SECONDS,
                            () -> Thread.sleep((long) (seconds * 1000)));
        }
    }

    private Turn turn(Grounds grounds, PacedTraffic sessions, int number)
            throws IOException, InterruptedException {
        long dropsBefore = grounds.dropsOfLinks();
        double[] milliseconds = new double[2];
        Passed passed =
                sessions.during(
                        PACKETS_A_SECOND,
                        LONGEST_SECONDS,
                        () -> killAndStart(grounds, number, milliseconds));
        Turn turn =
                new Turn(
                        passed.sent(),
                        passed.lost(),
                        passed.overrun() + grounds.dropsOfLinks() - dropsBefore,
                        milliseconds[0],
                        milliseconds[1],
                        Footprint.of(grounds.gateway()));
        if (turn.lostByGateway() > 0) {
            tellWhen(number, passed, turn);
        }
        return turn;
    }

    /// The kill comes half a second after the first packet.
    private void tellWhen(int number, Passed passed, Turn turn) {
        out.printf(
                "restart %d, ready after %.0f ms, lost %.0f:%s%n",
                number,
                turn.readyMilliseconds(),
                turn.lostByGateway(),
                passed.gaps().stream()
                        .map(gap ->
                                " %d ms after %.0f ms,"
                                        .formatted(
                                                (long) (gap.packets() * 1000 / PACKETS_A_SECOND),
                                                gap.first() * 1000 / PACKETS_A_SECOND
                                                        - PacedTraffic.SETTLE.toMillis()))
                        .collect(Collectors.joining()));
    }

    private static void killAndStart(Grounds grounds, int number, double[] milliseconds)
            throws InterruptedException {
        grounds.gateway().kill();
        long killedNs = System.nanoTime();
        Running asking = grounds.askAnew(number);
        grounds.gateway().restart();
        milliseconds[0] = (System.nanoTime() - killedNs) / 1e6;
        String[] words = asking.await(NEW_FLOW_LIMIT).output().strip().split(" ", -1);
        if (!words[0].equals("answered")) {
            throw new LabException("no new flow passes after the restart: " + List.of(words));
        }
        milliseconds[1] = (Long.parseLong(words[1]) - killedNs) / 1e6;
        Thread.sleep(SETTLE_MILLISECONDS);
    }

    private void rows(Footprint before, List<Turn> turns) {
        row("restarts", Spread.exactly(turns.size()), "count");
        row("sent", spread(turns, Turn::sent), "packets");
        row("established-lost", spread(turns, Turn::lostByGateway), "packets");
        row("lost-by-host", spread(turns, turn -> turn.lost() - turn.lostByGateway()), "packets");
        row("ready", spread(turns, Turn::readyMilliseconds), "ms");
        row("new-flows", spread(turns, Turn::newFlowsMilliseconds), "ms");
        footprint("resident", before, turns, Footprint::residentMebibytes, "MiB");
        footprint("maps", before, turns, Footprint::maps, "count");
        footprint("pins", before, turns, Footprint::pins, "count");
        footprint("links", before, turns, Footprint::links, "count");
        footprint("files", before, turns, Footprint::files, "count");
        footprint("file-bytes", before, turns, Footprint::fileBytes, "bytes");
    }

    /// Before the first restart, and after each; the last one apart, for what grows shows there.
    private void footprint(
            String metric,
            Footprint before,
            List<Turn> turns,
            ToDoubleFunction<Footprint> part,
            String unit) {
        row(metric + "-before", Spread.exactly(part.applyAsDouble(before)), unit);
        row(metric, spread(turns, turn -> part.applyAsDouble(turn.after())), unit);
        Footprint last = turns.getLast().after();
        row(metric + "-last", Spread.exactly(part.applyAsDouble(last)), unit);
    }

    private void rows(StreamReport report) {
        List<Connection> connections = List.copyOf(report.connections().values());
        row("connections", Spread.exactly(connections.size()), "count");
        long broken = connections.stream().filter(each -> !each.whole()).count();
        row("connections-not-whole", Spread.exactly((double) broken), "count");
        row(
                "resets",
                Spread.exactly(connections.stream().mapToInt(Connection::resets).sum()),
                "count");
        row(
                "longest-stall",
                Spread.of(
                        connections.stream()
                                .map(each -> each.longestStall().toNanos() / 1e6)
                                .toList()),
                "ms");
        row(
                "stream-lost",
                Spread.of(
                        report.datagrams().values().stream()
                                .map(each -> (double) each.lostOnTheWay())
                                .toList()),
                "packets");
        row(
                "stream-peers",
                Spread.of(
                        report.datagrams().values().stream()
                                .map(each -> (double) each.peers())
                                .toList()),
                "count");
        report.connections().forEach((name, each) -> out.println(name + ": " + each));
        report.datagrams().forEach((name, each) -> out.println(name + ": " + brief(each)));
    }

    private static String brief(Datagrams datagrams) {
        return "%d of %d lost in %d gaps"
                .formatted(datagrams.lost(), datagrams.sent(), datagrams.gaps().size());
    }

    private static Spread spread(List<Turn> turns, ToDoubleFunction<Turn> part) {
        return Spread.of(
                Arrays.stream(turns.stream().mapToDouble(part).toArray()).boxed().toList());
    }

    private void row(String metric, Spread spread, String unit) {
        results.add(
                new Result(
                        TEST,
                        extent.variant(),
                        metric,
                        new Result.Load(
                                "up",
                                PacedTraffic.FRAME_BYTES,
                                extent.sessions(),
                                extent.compartments()),
                        spread,
                        unit));
        out.printf(
                "%-12s %-24s %12.1f %s%s%n",
                extent.variant(),
                metric,
                spread.median(),
                unit,
                spread.min() == spread.max()
                        ? ""
                        : "  (%.1f to %.1f)".formatted(spread.min(), spread.max()));
    }
}
