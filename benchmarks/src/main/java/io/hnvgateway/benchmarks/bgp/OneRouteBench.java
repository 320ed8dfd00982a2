package io.hnvgateway.benchmarks.bgp;

import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.lab.bgp.Bird;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Result;
import io.hnvgateway.lab.netns.Running;
import io.hnvgateway.lab.stream.Gap;
import io.hnvgateway.lab.stream.Stream;
import io.hnvgateway.lab.stream.StreamReport;
import io.hnvgateway.lab.stream.StreamRun;
import io.hnvgateway.lab.traffic.Station;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How long after a router has sent a route its tenant's packets follow it: of one route, and of
/// ten thousand at once, each of which is then tried with a packet.
public final class OneRouteBench {
    /// Times that the one route comes and goes.
    public static final int CHANGES = 200;

    public static final int QUICK_CHANGES = 40;
    public static final int ROUTES = 10_000;

    /// Unlike those of [Bird#manyRoutes].
    private static final String ADDRESS = "100.127.0.1";

    private static final String PREFIX = ADDRESS + "/32";
    private static final String FIRST_OF_MANY = "100.64.0.0";
    private static final String STREAM = "route";
    private static final int PORT = 9000;
    private static final int EACH_PORT = 9001;
    private static final int PACKETS_A_SECOND = 2000;

    /// Between two changes. In a large table one is taken together with the next when that comes
    /// within the rest after it.
    private static final long PAUSE_MILLISECONDS = 150;

    private static final long LARGE_PAUSE_MILLISECONDS = 600;
    private static final int TAKE_SECONDS = 30;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final int changes;
    private final BgpRows rows;

    public OneRouteBench(int changes, PrintStream out, Results results) {
        this.changes = changes;
        rows = new BgpRows(out, results);
    }

    public void run() throws IOException, InterruptedException {
        try (LabRun run = LabRun.begin();
                Routers routers = new Routers(run, "one", 1)) {
            RouterLog log = new RouterLog(routers.log(0));
            routers.applyTenants();
            routers.applyPeers();
            Bird router =
                    routers.startRouter(
                            0,
                            Bird.routes("one", "ipv4", PREFIX)
                                    + Bird.manyRoutes(ROUTES)
                                            .replaceFirst("many \\{", "many { disabled;"));
            routers.await("the session", router::isUp);
            changes(run, routers, log, 1);

            long startNs = System.nanoTime();
            router.birdc("enable", "many");
            routers.awaitLearned(ROUTES + 1);
            double seconds = (System.nanoTime() - startNs) / 1e9;
            rows.add("many-in-force", BgpRows.load(ROUTES, 1), seconds, "s");
            each(run, routers);
            changes(run, routers, log, ROUTES);
        }
    }

    /// Packets to the one address, while its route comes and goes.
    private void changes(LabRun run, Routers routers, RouterLog log, int table) throws IOException {
        Bird router = routers.router(0);
        long pause = table == ROUTES ? LARGE_PAUSE_MILLISECONDS : PAUSE_MILLISECONDS;
        Stream stream =
                new Stream(
                        STREAM,
                        Stream.Kind.DATAGRAMS,
                        routers.sender(),
                        ADDRESS,
                        PORT,
                        routers.routerNamespace(0),
                        PORT,
                        PACKETS_A_SECOND);
        router.birdc("debug", Bird.SESSION, "{ routes }");
        int earlier = log.timesNs("added", PREFIX).size();
        StreamReport report;
        try (StreamRun streams = StreamRun.start(run.directory(), List.of(stream))) {
            streams.awaitProgress(LIMIT);
            for (int i = 0; i < changes; i++) {
                router.birdc("disable", "one");
                Routers.pause(pause);
                router.birdc("enable", "one");
                Routers.pause(pause);
            }
            streams.awaitProgress(LIMIT);
            report = streams.finish();
        }
        router.birdc("debug", Bird.SESSION, "off");
        List<Gap> gaps = report.up(STREAM).gaps();
        List<Double> learned = new ArrayList<>();
        List<Double> gone = new ArrayList<>();
        for (long sentNs : since(earlier, log.timesNs("added", PREFIX))) {
            gaps.stream()
                    .mapToLong(Gap::afterNs)
                    .filter(afterNs -> afterNs > sentNs)
                    .min()
                    .ifPresent(afterNs -> learned.add((afterNs - sentNs) / 1e6));
        }
        for (long sentNs : since(earlier, log.timesNs("removed", PREFIX))) {
            gaps.stream()
                    .mapToLong(Gap::beforeNs)
                    .filter(beforeNs -> beforeNs > sentNs)
                    .min()
                    .ifPresent(beforeNs -> gone.add((beforeNs - sentNs) / 1e6));
        }
        if (learned.size() < changes || gaps.size() < changes) {
            throw new LabException(
                    "%d changes: %d seen in the router's log, %d gaps between packets"
                            .formatted(changes, learned.size(), gaps.size()));
        }
        rows.addAll("one-in-force", BgpRows.load(table, 1), learned, "ms");
        rows.addAll("one-withdrawn", BgpRows.load(table, 1), gone, "ms");
    }

    private static List<Long> since(int earlier, List<Long> times) {
        return times.subList(Math.min(earlier, times.size()), times.size());
    }

    private void each(LabRun run, Routers routers) {
        Path script = run.resource(OneRouteBench.class, "each_route.py");
        Running taker =
                routers.routerNamespace(0)
                        .start(
                                "/usr/bin/python3",
                                script.toString(),
                                "take",
                                Integer.toString(ROUTES),
                                Integer.toString(EACH_PORT),
                                Integer.toString(TAKE_SECONDS));
        Station.awaitReady(taker);
        routers.sender()
                .must(
                        "/usr/bin/python3",
                        script.toString(),
                        "send",
                        FIRST_OF_MANY,
                        Integer.toString(ROUTES),
                        Integer.toString(EACH_PORT));
        Result result = taker.await(Duration.ofSeconds(2L * TAKE_SECONDS));
        String seen = result.lastLine().replace("seen ", "");
        rows.add("many-reached", BgpRows.load(ROUTES, 1), Integer.parseInt(seen), "routes");
    }
}
