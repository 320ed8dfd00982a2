package io.hnvgateway.benchmarks.forward;

import io.hnvgateway.benchmarks.Machine;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.lab.netns.LabRun;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The run: for each scenario some rounds, in each round every device in turn.
public final class ForwardBench {
    private static final int TENANTS = 8;

    private static final int WARM_UP_PHASES = 10;

    /// The first scenarios, which between them use the whole way.
    private static final int MANY_FLOWS = 3;

    /// What does not get better by this factor any more is warm.
    private static final double STEADY = 0.97;

    private static final double LONGEST_PHASE_SECONDS = 3;

    private final Effort effort;
    private final @Nullable List<String> only;
    private final PrintStream out;

    /// How long and how often; phases are bounded at 3 s by the load tool.
    private record Effort(int rounds, double seconds, double warmUpSeconds) {}

    public ForwardBench(boolean quick, @Nullable List<String> only, PrintStream out) {
        effort = quick ? new Effort(3, 0.5, 0.5) : new Effort(7, 1, 1);
        this.only = only;
        this.out = out;
    }

    public void run(Results results) throws IOException, InterruptedException {
        LoadTools tools = LoadTools.build();
        try (LabRun run = LabRun.begin()) {
            LoadGenerator generator = new LoadGenerator(tools, run);
            List<DeviceUnderTest> devices = devices(run);
            Table table = new Table(out);
            out.println(Machine.describe());
            warmUp(generator, devices);
            for (Scenario scenario : scenarios()) {
                Rounds rounds = rounds(generator, devices, scenario);
                rounds.addTo(results);
                table.print(scenario, rounds);
            }
        }
    }

    /// Until the JVM's compiler, which takes its time on a busy machine, has nothing left to do.
    private static void warmUp(LoadGenerator generator, List<DeviceUnderTest> devices)
            throws IOException, InterruptedException {
        for (DeviceUnderTest device : devices) {
            warmUp(generator, device);
        }
    }

    private static void warmUp(LoadGenerator generator, DeviceUnderTest device)
            throws IOException, InterruptedException {
        double bestNs = Double.MAX_VALUE;
        int phases = device.processes().isEmpty() ? 1 : WARM_UP_PHASES;
        for (int phase = 0; phase < phases; phase++) {
            Scenario scenario = scenarios().get(phase % MANY_FLOWS);
            double costNs = generator.run(device, scenario, LONGEST_PHASE_SECONDS).costNs();
            if (phase >= MANY_FLOWS && costNs > bestNs * STEADY) {
                return;
            }
            bestNs = Math.min(bestNs, costNs);
        }
    }

    private static List<Scenario> scenarios() {
        return List.of(
                new Scenario(64, 1, 1),
                new Scenario(64, 8192, 1),
                new Scenario(64, 8192, TENANTS),
                new Scenario(1400, 1, 1),
                new Scenario(1400, 8192, 1));
    }

    private List<DeviceUnderTest> devices(LabRun run) throws IOException, InterruptedException {
        List<DeviceUnderTest> devices = new ArrayList<>();
        for (Encapsulation encapsulation : Encapsulation.values()) {
            devices.add(new GeneratorAlone(run, encapsulation));
        }
        for (HnvGateway.DataPath dataPath : HnvGateway.DataPath.values()) {
            if (wanted(dataPath.variant())) {
                devices.add(new HnvGateway(run, dataPath, TENANTS));
            }
        }
        if (wanted(LinuxGateway.VARIANT)) {
            devices.add(new LinuxGateway(run, TENANTS));
        }
        return devices;
    }

    private boolean wanted(String variant) {
        return only == null || only.contains(variant);
    }

    private Rounds rounds(LoadGenerator generator, List<DeviceUnderTest> devices, Scenario scenario)
            throws IOException, InterruptedException {
        for (DeviceUnderTest device : devices) {
            device.prepare(scenario);
            generator.run(device, scenario, effort.warmUpSeconds());
        }
        Rounds rounds = new Rounds(scenario);
        for (int i = 0; i < effort.rounds(); i++) {
            Rounds.Round round = new Rounds.Round();
            for (DeviceUnderTest device : devices) {
                round.add(device, generator.run(device, scenario, effort.seconds()));
            }
            rounds.add(round);
        }
        return rounds;
    }
}
