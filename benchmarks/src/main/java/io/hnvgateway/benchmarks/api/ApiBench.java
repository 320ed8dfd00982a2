package io.hnvgateway.benchmarks.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.config.Neighbors;
import io.hnvgateway.benchmarks.config.PacedTraffic;
import io.hnvgateway.benchmarks.config.Resident;
import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.benchmarks.traffic.Tenant;
import io.hnvgateway.lab.netns.HostDrops;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// The run: fills the gateway, then changes and reads it while another tenant's packets pass.
public final class ApiBench {
    public static final int TENANTS = 5_000;
    public static final int QUICK_TENANTS = 1_000;

    /// Changes before those that count: the JVM's compiler has seen the way then.
    private static final int WARM_UP = 100;

    private static final int PUTS = 200;

    /// Behind one that warms up.
    private static final int BATCHES = 5;

    /// Ten records each.
    private static final int TENANTS_OF_BATCH = 1_000;

    private static final int SCRAPES = 20;
    private static final int HELD = 10_000;
    private static final double PACKETS_A_SECOND = 5000;
    private static final double LONGEST_SECONDS = 60;

    private final int tenants;
    private final PrintStream out;
    private final ApiRows rows;

    public ApiBench(int tenants, PrintStream out, Results results) {
        this.tenants = tenants;
        this.out = out;
        this.rows = new ApiRows(out, results, tenants);
    }

    /// What one run works with.
    private record Grounds(
            ManagedGateway gateway,
            DriverProcess driver,
            PacedTraffic traffic,
            HostDrops machine) {}

    public void run() throws IOException, InterruptedException {
        try (LabRun run = LabRun.begin()) {
            Namespace namespace = run.namespace("api");
            Namespace generator = Links.backEnd(run, "api", namespace);
            Namespace sink = run.namespace("api-sink");
            Links.frontEnd(namespace, Tenant.FRONT_END_ADDRESS, sink, Links.SINK_DEVICE);
            Neighbors.ofHosts(run, namespace);
            PacedTraffic traffic = new PacedTraffic(run, generator, sink, 1, 1);
            HostDrops machine = new HostDrops(List.of(), List.of(generator, namespace, sink));
            try (ManagedGateway gateway = new ManagedGateway(namespace, run.directory());
                    DriverProcess driver = new DriverProcess(namespace, gateway, run.directory())) {
                run(new Grounds(gateway, driver, traffic, machine));
            }
        }
    }

    private void run(Grounds grounds) throws IOException, InterruptedException {
        memory("empty", grounds);
        fill(grounds);
        memory("filled", grounds);
        metrics(grounds);
        puts(grounds);
        batches(grounds);
        held(grounds);
        memory("changed", grounds);
    }

    private void fill(Grounds grounds) throws IOException {
        JsonNode done = grounds.driver.run("fill", tenants);
        rows.add("fill", DriverProcess.milliseconds(done).getFirst() / 1000, "s");
        rows.add("fill-batches", done.path("batches").asInt(), "batches");
    }

    private void metrics(Grounds grounds) throws IOException {
        JsonNode first = grounds.driver.run("metrics", 1);
        JsonNode done = grounds.driver.run("metrics", SCRAPES);
        if (done.path("lines").asInt() < tenants) {
            out.println("the metrics page has no line for each tenant: not measured");
            return;
        }
        rows.add("metrics-first", DriverProcess.milliseconds(first).getFirst(), "ms");
        rows.addAll("metrics", DriverProcess.milliseconds(done), "ms");
        rows.add("metrics-page", done.path("bytes").asInt() / 1024.0, "KiB");
    }

    private void puts(Grounds grounds) throws IOException, InterruptedException {
        List<Double> warmUp = new ArrayList<>();
        List<Double> counted = new ArrayList<>();
        long before = grounds.gateway.generation();
        during(
                "put",
                grounds,
                () -> {
                    warmUp.addAll(DriverProcess.milliseconds(grounds.driver.run("puts", WARM_UP)));
                    counted.addAll(DriverProcess.milliseconds(grounds.driver.run("puts", PUTS)));
                });
        mustBeInForce(grounds.gateway.generation() - before, WARM_UP + PUTS);
        rows.add("put-first", warmUp.getFirst(), "ms");
        rows.addAll("put", counted, "ms");
    }

    private void batches(Grounds grounds) throws IOException, InterruptedException {
        int moved = Math.min(TENANTS_OF_BATCH, tenants - 1);
        List<Double> all = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        long before = grounds.gateway.generation();
        during(
                "batch",
                grounds,
                () -> {
                    for (int i = 0; i <= BATCHES; i++) {
                        double cpuBefore = grounds.gateway.cpuMilliseconds();
                        all.addAll(DriverProcess.milliseconds(grounds.driver.run("batch", moved)));
                        cpu.add(grounds.gateway.cpuMilliseconds() - cpuBefore);
                    }
                });
        mustBeInForce(grounds.gateway.generation() - before, BATCHES + 1);
        rows.add("batch-first", all.getFirst(), "ms");
        rows.addAll("batch", all.subList(1, all.size()), "ms");
        rows.addAll("batch-cpu", cpu.subList(1, cpu.size()), "ms");
    }

    private static void mustBeInForce(long generations, int changes) {
        if (generations < changes) {
            throw new LabException("of " + changes + " changes in force: " + generations);
        }
    }

    private void held(Grounds grounds) throws IOException, InterruptedException {
        during(
                "held",
                grounds,
                () -> {
                    grounds.driver.run("hold", HELD);
                    rows.addAll(
                            "held-put",
                            DriverProcess.milliseconds(grounds.driver.run("puts", PUTS)),
                            "ms");
                    memory("held", grounds);
                    grounds.driver.run("release", 0);
                });
    }

    /// With tenant 0's packets meanwhile.
    private void during(String what, Grounds grounds, PacedTraffic.Work work)
            throws IOException, InterruptedException {
        long machineBefore = grounds.machine.count();
        PacedTraffic.Passed passed =
                grounds.traffic.during(PACKETS_A_SECOND, LONGEST_SECONDS, work);
        long machine = passed.overrun() + grounds.machine.count() - machineBefore;
        rows.add(what + "-others-sent", (double) passed.sent(), "packets");
        rows.add(what + "-others-lost", (double) Math.max(0, passed.lost() - machine), "packets");
        rows.add(what + "-machine-lost", (double) machine, "packets");
        rows.add(what + "-others-delay-worst", passed.delays().worst() / 1000, "ms");
    }

    private void memory(String when, Grounds grounds) throws IOException {
        Resident resident = Resident.of(grounds.gateway.pid());
        rows.add(when + "-resident", resident.allMebibytes(), "MiB");
        rows.add(when + "-resident-without-tables", resident.otherMebibytes(), "MiB");
        rows.add(when + "-peak-without-tables", resident.otherPeakMebibytes(), "MiB");
    }
}
