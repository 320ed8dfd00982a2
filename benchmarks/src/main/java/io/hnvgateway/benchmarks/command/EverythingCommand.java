package io.hnvgateway.benchmarks.command;

import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.api.ApiBench;
import io.hnvgateway.benchmarks.bgp.DeadPeerBench;
import io.hnvgateway.benchmarks.bgp.ManyPeersBench;
import io.hnvgateway.benchmarks.bgp.OneRouteBench;
import io.hnvgateway.benchmarks.config.ConfigBench;
import io.hnvgateway.benchmarks.device.Testbed;
import io.hnvgateway.benchmarks.device.Variants;
import io.hnvgateway.benchmarks.forward.ForwardBench;
import io.hnvgateway.benchmarks.forward.Matrix;
import io.hnvgateway.benchmarks.ipsec.IpsecBench;
import io.hnvgateway.benchmarks.ipsec.ManyBench;
import io.hnvgateway.benchmarks.latency.LatencyBench;
import io.hnvgateway.benchmarks.memory.MemoryBench;
import io.hnvgateway.benchmarks.micro.MicroBench;
import io.hnvgateway.benchmarks.report.Targets;
import io.hnvgateway.benchmarks.restart.RestartBench;
import io.hnvgateway.benchmarks.sessions.SessionsBench;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;

/// `./hnv bench`: all of them on one testbed, and which targets they meet. `config` and `restart`
/// take minutes of their own and say nothing of the targets: quickly, they are left out.
@Command(
        name = "hnv bench",
        mixinStandardHelpOptions = true,
        description = "Side-by-side benchmarks; without a command all of them.",
        subcommands = {
            ForwardCommand.class,
            LatencyCommand.class,
            SessionsCommand.class,
            ConfigCommand.class,
            RestartCommand.class,
            IpsecCommand.class,
            BgpCommand.class,
            ApiCommand.class,
            MemoryCommand.class,
            MicroCommand.class,
            DocsCommand.class
        })
public final class EverythingCommand extends SideBySide {

    private static final int LONGEST_MESSAGE = 300;

    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private @Nullable Thread memory;

    @FunctionalInterface
    private interface Part {
        void run() throws Exception;
    }

    /// Quickly, without the data path that no target speaks of.
    @Override
    List<String> variants() {
        return quick() && !isChosen()
                ? Variants.ALL.stream().filter(name -> !name.equals(Variants.PACKET)).toList()
                : Variants.ALL;
    }

    @Override
    void measure(Results results) throws Exception {
        part("testbed", () -> super.measure(results));
        memory(results).join();
        part("micro", () -> micro(results));
        if (!quick()) {
            part("config", () -> new ConfigBench(false, "xdp", out, results).run());
            part("restart", () -> restart(results));
            part("ipsec", () -> new IpsecBench(false, out, results).run());
            part("ipsec, many", () -> new ManyBench(ManyBench.TUNNELS, out, results).run());
            part("bgp", () -> new OneRouteBench(OneRouteBench.CHANGES, out, results).run());
            part(
                    "bgp, dead peer",
                    () -> new DeadPeerBench(DeadPeerBench.FAILURES, out, results).run());
            part("bgp, many", () -> new ManyPeersBench(ManyPeersBench.TENANTS, out, results).run());
            part("api", () -> new ApiBench(ApiBench.TENANTS, out, results).run());
        }
    }

    /// Begins before the testbed is taken away, which takes long, and is measured meanwhile: bytes
    /// do not depend on who else computes. Its rows are there when the thread has ended.
    private Thread memory(Results results) {
        if (memory == null) {
            memory =
                    Thread.ofPlatform()
                            .start(() -> part("memory", () -> new MemoryBench(out).run(results)));
        }
        return memory;
    }

    private void restart(Results results) throws IOException, InterruptedException {
        RestartBench.Extent extent =
                new RestartBench.Extent(
                        RestartCommand.DEFAULT_RESTARTS,
                        RestartCommand.MINUTES,
                        Variants.XDP,
                        new RestartBench.Load(
                                RestartCommand.COMPARTMENTS,
                                RestartCommand.SESSIONS,
                                RestartCommand.PACKETS_A_SECOND,
                                1));
        new RestartBench(extent, out, results).run();
    }

    private void micro(Results results) throws RunnerException {
        MicroBench bench = new MicroBench(results, out);
        if (quick()) {
            bench.quick();
        } else {
            bench.all("");
        }
    }

    @Override
    void measure(Testbed testbed, Results results) {
        ForwardBench forward = new ForwardBench(quick(), testbed, out);
        part("forward", () -> forward.run(Matrix.few(quick()), results));
        part("latency", () -> new LatencyBench(quick(), testbed, out).run(results));
        part("sessions", () -> new SessionsBench(quick(), testbed, out).run(results));
        part("forward a million", () -> forward.run(Matrix.million(quick()), results));
        memory(results);
    }

    /// One that fails does not cost the others.
    private void part(String name, Part part) {
        long startNs = System.nanoTime();
        try {
            part.run();
            out.printf("%n(%s took %.0f s)%n", name, (System.nanoTime() - startNs) / 1e9);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failures.add(name + ": interrupted");
        } catch (Exception e) {
            failures.add(name + ": " + brief(String.valueOf(e.getMessage())));
            out.printf("%n%s failed%n", name);
        }
    }

    /// The end of a message says what went wrong, its beginning may be a long command.
    private static String brief(String message) {
        return message.substring(Math.max(0, message.length() - LONGEST_MESSAGE)).strip();
    }

    @Override
    int conclude(Results results) {
        out.printf("%nTargets%n");
        Targets.lines(results).forEach(out::println);
        failures.forEach(failure -> out.println("failed: " + failure));
        return failures.isEmpty() ? 0 : 1;
    }
}
