package io.hnvgateway.benchmarks.ipsec;

import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.Spread;
import io.hnvgateway.benchmarks.traffic.Direction;
import io.hnvgateway.benchmarks.traffic.LoadGenerator;
import io.hnvgateway.benchmarks.traffic.LoadTools;
import io.hnvgateway.benchmarks.traffic.Measurement;
import io.hnvgateway.benchmarks.traffic.Scenario;
import io.hnvgateway.benchmarks.traffic.Subject;
import io.hnvgateway.lab.netns.LabRun;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// The run: both tunnels by turns, as fast as packets arrive; then new keys again and again under
/// an even load of the gateway's.
public final class IpsecBench {
    public static final String TEST = "ipsec";
    public static final String GATEWAY = GatewayTunnel.VARIANT;
    public static final String LIBIPSEC = LibipsecTunnel.VARIANT;

    private static final int ETHERNET_BYTES = 14;
    private static final int INNER_BYTES = 1400;
    private static final int FLOWS = 100;
    private static final Scenario UP =
            new Scenario(Direction.UP, ETHERNET_BYTES + INNER_BYTES, FLOWS, 1);
    private static final double PACKETS_A_SECOND = 20_000;

    private final boolean quick;
    private final PrintStream out;
    private final Results results;

    public IpsecBench(boolean quick, PrintStream out, Results results) {
        this.quick = quick;
        this.out = out;
        this.results = results;
    }

    /// As rows name it: inner IP packets.
    public static Result.Load load() {
        return new Result.Load(Direction.UP.label(), INNER_BYTES, FLOWS, 1);
    }

    public void run() throws IOException, InterruptedException {
        try (LabRun run = LabRun.begin()) {
            LoadGenerator generator = new LoadGenerator(LoadTools.build(), run);
            GatewayTunnel gateway = new GatewayTunnel(run);
            LibipsecTunnel libipsec = new LibipsecTunnel(run);
            gateway.connect();
            libipsec.connect();
            warmUp(generator, gateway);
            rates(generator, gateway, libipsec);
            rekeys(generator, gateway);
        }
    }

    /// Until the gateway's compilers have seen the way.
    private void warmUp(LoadGenerator generator, GatewayTunnel gateway)
            throws IOException, InterruptedException {
        for (int i = 0; i < (quick ? 4 : 8); i++) {
            generator.saturate(gateway, UP, 1);
            gateway.settle();
        }
    }

    private void rates(LoadGenerator generator, GatewayTunnel gateway, LibipsecTunnel libipsec)
            throws IOException, InterruptedException {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        Map<String, List<Double>> costs = new LinkedHashMap<>();
        for (int round = 0; round < (quick ? 3 : 7); round++) {
            for (Subject each : List.of(gateway, libipsec)) {
                Scenario scenario = each == gateway ? UP : UP.towards(Direction.DOWN);
                Measurement measured =
                        generator.saturate(each, scenario, quick ? 0.5 : 1).checked(each.variant());
                double gbit = measured.packetsPerSecond() * INNER_BYTES * Byte.SIZE / 1e9;
                rates.computeIfAbsent(each.variant(), _ -> new ArrayList<>()).add(gbit);
                costs.computeIfAbsent(each.variant(), _ -> new ArrayList<>())
                        .add(measured.costNs());
            }
        }
        rates.forEach((variant, rounds) -> row(variant, "rate", Spread.of(rounds), "Gbit/s"));
        costs.forEach((variant, rounds) -> row(variant, "cost", Spread.of(rounds), "ns"));
    }

    /// Make before break: each new pair of SAs must cost no packet.
    private void rekeys(LoadGenerator generator, GatewayTunnel gateway)
            throws IOException, InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();
        Thread rekeying =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!over.get()) {
                                gateway.office().rekey();
                                done.incrementAndGet();
                                pause();
                            }
                        });
        Measurement measured = generator.pace(gateway, UP, quick ? 3 : 20, PACKETS_A_SECOND);
        over.set(true);
        rekeying.join();
        row(GATEWAY, "rekeys", Spread.exactly(done.get()), "");
        row(GATEWAY, "rekey-sent", Spread.exactly((double) measured.sent()), "packets");
        row(GATEWAY, "rekey-lost", Spread.exactly((double) measured.lost()), "packets");
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void row(String variant, String metric, Spread spread, String unit) {
        results.add(new Result(TEST, variant, metric, load(), spread, unit));
        out.printf(
                "%-8s %-9s %-12s %12.2f  %12.2f .. %.2f %s%n",
                TEST, variant, metric, spread.median(), spread.min(), spread.max(), unit);
    }
}
