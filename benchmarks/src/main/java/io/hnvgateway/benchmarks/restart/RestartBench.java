package io.hnvgateway.benchmarks.restart;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.Spread;
import io.hnvgateway.benchmarks.config.PacedTraffic;
import io.hnvgateway.benchmarks.config.PacedTraffic.Passed;
import io.hnvgateway.lab.gateway.StartCache;
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
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// The run: establishes sessions of many tenants, then kills and starts the gateway while their
/// packets pass.
public final class RestartBench {
    private static final String TEST = "restart";

    /// While sessions are established.
    private static final double PACKETS_A_SECOND = 10_000;

    private static final Duration STRETCH_LIMIT = Duration.ofSeconds(60);

    /// Each session has its turn several times.
    private static final int ROUNDS_TO_ESTABLISH = 3;

    private static final int TRIES_TO_ESTABLISH = 5;
    private static final double LONGEST_SECONDS = 100;
    private static final Duration NEW_FLOW_LIMIT = Duration.ofSeconds(60);
    private static final Duration STREAM_LIMIT = Duration.ofSeconds(60);
    private static final long SETTLE_MILLISECONDS = 300;
    private static final int REPORT_EVERY = 10;

    /// Every other start has it, the first after a kill does: so both are measured side by side.
    private final Optional<StartCache> cache = StartCache.ofEnvironment();

    private final Extent extent;
    private final PrintStream out;
    private final Results results;

    /// How much of it.
    ///
    /// @param restarts at most, within `minutes`
    public record Extent(int restarts, int minutes, String variant, Load load) {

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

    /// What passes meanwhile.
    ///
    /// @param sessions established, of all compartments together
    /// @param packetsPerSecond of all sessions together
    /// @param together restarts between two counts of these packets
    public record Load(int compartments, int sessions, int packetsPerSecond, int together) {}

    public RestartBench(Extent extent, PrintStream out, Results results) {
        this.extent = extent;
        this.out = out;
        this.results = results;
    }

    public void run() throws IOException, InterruptedException {
        try (LabRun run = LabRun.begin()) {
            Grounds grounds = new Grounds(run, extent.load().compartments(), extent.keys());
            PacedTraffic sessions =
                    new PacedTraffic(
                            run,
                            grounds.generator(),
                            grounds.sink(),
                            extent.load().sessions(),
                            extent.load().compartments());
            establish(sessions);
            Footprint before = Footprint.of(grounds.gateway());
            Recorded recorded = new Recorded(new ArrayList<>(), new ArrayList<>());
            StreamReport report;
            long dropsBefore = grounds.dropsOfStreams();
            try (StreamRun streams = StreamRun.start(grounds.directory(), grounds.streams())) {
                streams.awaitProgress(STREAM_LIMIT);
                long endNs = System.nanoTime() + Duration.ofMinutes(extent.minutes()).toNanos();
                while (recorded.turns.size() < extent.restarts() && System.nanoTime() < endNs) {
                    stretch(grounds, sessions, recorded);
                }
                row(
                        "streams-flow-on",
                        Spread.exactly(streams.progresses(STREAM_LIMIT) ? 1 : 0),
                        "yes");
                report = streams.finish();
            }
            long drops = grounds.dropsOfStreams() - dropsBefore;
            grounds.gateway().close();
            rows(before, recorded);
            rows(report);
            row("stream-host-drops", Spread.exactly((double) drops), "packets");
        }
    }

    private void establish(PacedTraffic sessions) throws IOException, InterruptedException {
        double seconds = ROUNDS_TO_ESTABLISH * extent.load().sessions() / PACKETS_A_SECOND + 1;
        Passed passed = null;
        for (int i = 0; i < TRIES_TO_ESTABLISH && (passed == null || passed.lost() > 0); i++) {
            passed =
                    sessions.during(
                            PACKETS_A_SECOND,
                            LONGEST_SECONDS,
                            () -> Thread.sleep((long) (seconds * 1000)));
        }
    }

    /// Restarts in a row over which traffic passes without a break.
    private void stretch(Grounds grounds, PacedTraffic sessions, Recorded recorded)
            throws IOException, InterruptedException {
        int first = recorded.turns.size();
        int end = Math.min(extent.restarts(), first + extent.load().together());
        long dropsBefore = grounds.dropsOfLinks();
        Passed passed =
                sessions.during(
                        extent.load().packetsPerSecond(),
                        LONGEST_SECONDS,
                        () -> {
                            long endNs = System.nanoTime() + STRETCH_LIMIT.toNanos();
                            do {
                                recorded.turns.add(turn(grounds, recorded.turns.size()));
                            } while (recorded.turns.size() < end && System.nanoTime() < endNs);
                        });
        Stretch stretch =
                new Stretch(
                        passed.sent(),
                        passed.lost(),
                        passed.overrun() + grounds.dropsOfLinks() - dropsBefore);
        recorded.stretches.add(stretch);
        if (stretch.lostByGateway() > 0) {
            tellWhen(first, passed, stretch);
        }
    }

    /// The kill comes half a second after the first packet.
    private void tellWhen(int number, Passed passed, Stretch stretch) {
        double rate = extent.load().packetsPerSecond();
        out.printf(
                "from restart %d on, lost %.0f:%s%n",
                number,
                stretch.lostByGateway(),
                passed.gaps().stream()
                        .map(gap ->
                                " %d ms after %.0f ms,"
                                        .formatted(
                                                (long) (gap.packets() * 1000 / rate),
                                                gap.first() * 1000 / rate
                                                        - PacedTraffic.SETTLE.toMillis()))
                        .collect(Collectors.joining()));
    }

    private Turn turn(Grounds grounds, int number) throws IOException, InterruptedException {
        boolean cached = cache.isPresent() && number % 2 == 0;
        grounds.gateway().startBy(cached ? cache : Optional.empty());
        grounds.gateway().kill();
        long killedNs = System.nanoTime();
        Running asking = grounds.askAnew(number, extent.load().together() > 1);
        grounds.gateway().restart();
        double ready = (System.nanoTime() - killedNs) / 1e6;
        String[] words = asking.await(NEW_FLOW_LIMIT).output().strip().split(" ", -1);
        if (!words[0].equals("answered")) {
            throw new LabException("no new flow passes after the restart: " + List.of(words));
        }
        double newFlows = (Long.parseLong(words[1]) - killedNs) / 1e6;
        Thread.sleep(SETTLE_MILLISECONDS);
        StartLog start = StartLog.in(grounds.gateway().log());
        Footprint after = Footprint.of(grounds.gateway());
        double begun = (Begin.ofProcess(grounds.gateway().pid()) - killedNs) / 1e6;
        Turn turn = new Turn(cached, begun, ready, newFlows, start, after);
        if ((number + 1) % reportEvery() == 0 || !start.adopted() || start.refused() > 0) {
            out.printf(
                    "restart %d: new flows after %.0f ms (%.0f, %d, %.0f); %s; %s%n",
                    number + 1,
                    newFlows,
                    begun,
                    start.receivesMilliseconds(),
                    turn.answeredMilliseconds(),
                    start,
                    turn.after());
        }
        return turn;
    }

    private int reportEvery() {
        return extent.load().together() > 1 ? REPORT_EVERY : 1;
    }

    /// @param stretches of one restart or more each
    private record Recorded(List<Turn> turns, List<Stretch> stretches) {}

    private void rows(Footprint before, Recorded recorded) {
        List<Turn> turns = recorded.turns;
        List<Stretch> stretches = recorded.stretches;
        row("restarts", Spread.exactly(turns.size()), "count");
        row("sent", spread(stretches, Stretch::sent), "packets");
        row("established-lost", spread(stretches, Stretch::lostByGateway), "packets");
        row("lost-by-host", spread(stretches, s -> s.lost() - s.lostByGateway()), "packets");
        row("adopted", spread(turns, turn -> turn.start().adopted() ? 1 : 0), "yes");
        row("mappings", spread(turns, turn -> turn.start().mappings()), "count");
        row("sessions", spread(turns, turn -> turn.start().sessions()), "count");
        row("refused", spread(turns, turn -> turn.start().refused()), "count");
        row("half-written", spread(turns, turn -> turn.start().halfWritten()), "count");
        starts("", turns.stream().filter(Turn::cached).toList());
        starts("-without-cache", turns.stream().filter(turn -> !turn.cached()).toList());
        footprint("resident", before, turns, Footprint::residentMebibytes, "MiB");
        footprint("maps", before, turns, Footprint::maps, "count");
        footprint("descriptors", before, turns, Footprint::descriptors, "count");
        footprint("pins", before, turns, Footprint::pins, "count");
        footprint("links", before, turns, Footprint::links, "count");
        footprint("files", before, turns, Footprint::files, "count");
        footprint("file-bytes", before, turns, Footprint::fileBytes, "bytes");
    }

    private void starts(String kind, List<Turn> turns) {
        if (turns.isEmpty()) {
            return;
        }
        row("start" + kind, spread(turns, turn -> turn.start().milliseconds()), "ms");
        row("start-cpu" + kind, spread(turns, turn -> turn.start().processorMilliseconds()), "ms");
        row("ready" + kind, spread(turns, Turn::readyMilliseconds), "ms");
        row("new-flows" + kind, spread(turns, Turn::newFlowsMilliseconds), "ms");
        row("begun" + kind, spread(turns, Turn::begunMilliseconds), "ms");
        for (String phase : turns.getFirst().start().phases().keySet()) {
            row("phase-" + phase + kind, spread(turns, turn -> turn.phase(phase)), "ms");
        }
        row("answered" + kind, spread(turns, Turn::answeredMilliseconds), "ms");
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

    private static <T> Spread spread(List<T> all, ToDoubleFunction<T> part) {
        return Spread.of(Arrays.stream(all.stream().mapToDouble(part).toArray()).boxed().toList());
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
                                extent.load().sessions(),
                                extent.load().compartments()),
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
