package io.hnvgateway.benchmarks.ipsec;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.Spread;
import io.hnvgateway.benchmarks.traffic.Direction;
import io.hnvgateway.lab.netns.LabRun;
import java.io.IOException;
import java.io.PrintStream;

/// Many tunnels side by side: how long until all are up, of a gateway that knew none of them and of
/// one whose charon was killed, and whether each carries packets, both ways.
public final class ManyBench {
    public static final int TUNNELS = 1_000;
    public static final int QUICK_TUNNELS = 100;

    private final int tunnels;
    private final PrintStream out;
    private final Results results;

    public ManyBench(int tunnels, PrintStream out, Results results) {
        this.tunnels = tunnels;
        this.out = out;
        this.results = results;
    }

    /// As rows name it: inner frames, a tenant for each tunnel.
    public static Result.Load load(int tunnels) {
        return new Result.Load(Direction.UP.label(), TunnelTraffic.FRAME_BYTES, tunnels, tunnels);
    }

    public void run() throws IOException, InterruptedException {
        try (LabRun run = LabRun.begin()) {
            ManyTunnels scene = new ManyTunnels(run, tunnels);
            TunnelTraffic traffic = new TunnelTraffic(run, scene);
            row("tunnels", tunnels, "");
            row("peers", Math.min(tunnels, ManyTunnels.PEERS), "");
            long startNs = System.nanoTime();
            scene.apply();
            row("apply", secondsSince(startNs), "s");
            scene.awaitAll();
            row("cold", secondsSince(startNs), "s");
            carry("cold", traffic);

            scene.killCharon();
            startNs = System.nanoTime();
            scene.startCharon();
            scene.awaitAll();
            row("restart", secondsSince(startNs), "s");
            carry("restart", traffic);
        }
    }

    private static double secondsSince(long startNs) {
        return (System.nanoTime() - startNs) / 1e9;
    }

    private void carry(String after, TunnelTraffic traffic) throws InterruptedException {
        TunnelTraffic.Both both = traffic.run();
        way(after + "-out", both.out());
        way(after + "-in", both.in());
    }

    private void way(String name, TunnelTraffic.Way way) {
        row(name + "-tunnels", (double) way.whole(), "");
        row(name + "-sent", (double) way.sent(), "packets");
        row(name + "-lost", (double) way.lost(), "packets");
        row(name + "-wrong", (double) way.wrong(), "packets");
    }

    private void row(String metric, double value, String unit) {
        Spread spread = Spread.exactly(value);
        results.add(
                new Result(
                        IpsecBench.TEST,
                        IpsecBench.GATEWAY,
                        "many-" + metric,
                        load(tunnels),
                        spread,
                        unit));
        out.printf("%-8s %-9s %-26s %12.2f %s%n", "ipsec", "hnv", "many-" + metric, value, unit);
    }
}
