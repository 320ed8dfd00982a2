package io.hnvgateway.benchmarks.bgp;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.lab.bgp.Bird;
import io.hnvgateway.lab.netns.LabRun;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Many tenants with a peer each: how long until the routes of all are in force, of a gateway that
/// had no peer, and what a change of one peer is to the others.
public final class ManyPeersBench {
    public static final int TENANTS = 100;
    public static final int QUICK_TENANTS = 20;

    /// That each peer announces.
    public static final int ROUTES = 100;

    private static final int OTHER_HOLD_SECONDS = 60;

    private final int tenants;
    private final BgpRows rows;
    private final Result.Load load;

    public ManyPeersBench(int tenants, PrintStream out, Results results) {
        this.tenants = tenants;
        rows = new BgpRows(out, results);
        load = BgpRows.load(ROUTES, tenants);
    }

    public void run() throws IOException {
        try (LabRun run = LabRun.begin();
                Routers routers = new Routers(run, "peers", tenants)) {
            routers.applyTenants();
            for (int n = 0; n < tenants; n++) {
                routers.startRouter(n, Bird.manyRoutes(ROUTES));
            }
            long startNs = System.nanoTime();
            routers.applyPeers();
            routers.awaitLearned(tenants * ROUTES);
            rows.add("peers-cold", load, secondsSince(startNs), "s");

            Bird first = routers.router(0);
            List<String> others = others(routers);
            startNs = System.nanoTime();
            routers.changePeer(0, OTHER_HOLD_SECONDS);
            routers.await(
                    "the peer's other hold time",
                    () -> first.isUp() && details(first).contains("/" + OTHER_HOLD_SECONDS));
            rows.add("peer-changed", load, secondsSince(startNs), "s");

            routers.awaitLearned(tenants * ROUTES);
            startNs = System.nanoTime();
            routers.changePeer(0, 0);
            routers.await("the peer's end", () -> !first.isUp());
            rows.add("peer-removed", load, secondsSince(startNs), "s");

            startNs = System.nanoTime();
            routers.changePeer(0, Routers.HOLD_SECONDS);
            routers.awaitLearned(tenants * ROUTES);
            rows.add("peer-added", load, secondsSince(startNs), "s");
            rows.add("others-moved", load, moved(others, others(routers)), "sessions");
        }
    }

    private static String details(Bird router) {
        return router.birdc("show", "protocols", "all", Bird.SESSION);
    }

    /// Since when the sessions of the other tenants are up.
    private List<String> others(Routers routers) {
        List<String> since = new ArrayList<>();
        for (int n = 1; n < tenants; n++) {
            since.add(routers.router(n).since());
        }
        return since;
    }

    private static int moved(List<String> before, List<String> after) {
        int moved = 0;
        for (int i = 0; i < before.size(); i++) {
            moved += before.get(i).equals(after.get(i)) ? 0 : 1;
        }
        return moved;
    }

    private static double secondsSince(long startNs) {
        return (System.nanoTime() - startNs) / 1e9;
    }
}
