package io.hnvgateway.benchmarks.traffic;

import io.hnvgateway.benchmarks.Command;
import io.hnvgateway.lab.netns.LabRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs phases of load, each bounded by the tool itself.
public final class LoadGenerator {
    /// Real-time priority of the generator and of the gateway's workers: what else runs on the
    /// machine must not come between.
    public static final String PRIORITY = "5";

    private static final int FIRST_PORT = 1024;
    private static final int SERVER_PORT = 5000;
    private static final int CPU = 0;

    /// The time that one pass over all flows may take.
    private static final double PASS_SECONDS = 15;

    /// Passes after which flows that nothing came of are given up.
    private static final int PASSES = 6;

    private final LoadTools tools;
    private final Path directory;
    private final List<Long> softInterrupts;

    public LoadGenerator(LoadTools tools, LabRun run) throws IOException {
        this.tools = tools;
        directory = run.directory();
        softInterrupts = SoftInterrupts.threads();
    }

    /// As fast as packets arrive.
    public Measurement saturate(Subject device, Scenario scenario, double seconds)
            throws IOException, InterruptedException {
        return run(device, scenario, Phase.saturated(scenario, seconds));
    }

    /// At an even pace; the measurement has latencies.
    public Measurement pace(Subject device, Scenario scenario, double seconds, double rate)
            throws IOException, InterruptedException {
        return run(device, scenario, Phase.paced(scenario, seconds, rate));
    }

    /// A packet up of each flow, which are new to the device.
    public Measurement introduce(Subject device, Scenario scenario, FlowRange flows)
            throws IOException, InterruptedException {
        return run(
                device,
                scenario.towards(Direction.UP),
                Phase.once(flows, device.translates(), PASS_SECONDS));
    }

    /// Sends packets of each flow until all of them pass: first up, and where the scenario goes
    /// down, there too.
    public void establish(Subject device, Scenario scenario)
            throws IOException, InterruptedException {
        if (!device.translates()) {
            return;
        }
        FlowRange all = new FlowRange(0, scenario.flows());
        Measurement last = introduce(device, scenario, all);
        for (int pass = 1; last.learned() < scenario.flows(); pass++) {
            if (pass == PASSES) {
                throw new IOException(
                        "%s: flows were not set up: %s".formatted(device.variant(), last.values()));
            }
            last = introduce(device, scenario, all);
        }
        if (scenario.direction() == Direction.DOWN) {
            run(device, scenario, Phase.once(all, false, PASS_SECONDS));
        }
    }

    private Measurement run(Subject device, Scenario scenario, Phase phase)
            throws IOException, InterruptedException {
        Route route = device.route(scenario);
        int overhead = route.sent().overheadBytes();
        List<String> words = new ArrayList<>(List.of("chrt", "--rr", PRIORITY));
        words.add(tools.program().toString());
        argument(words, "object", tools.object());
        argument(words, "templates", templates(route, scenario));
        argument(words, "generator", route.generator());
        argument(words, "length", overhead + scenario.frameBytes());
        argument(words, "seconds", phase.seconds());
        argument(words, "cpu", CPU);
        argument(words, "learned", learned(device, scenario));
        if (route.redirect() != null) {
            argument(words, "redirect", route.redirect());
        }
        route.attachments().forEach(attachment -> argument(words, "attach", attachment));
        softInterrupts.forEach(process -> argument(words, "account", process));
        device.processes().forEach(process -> argument(words, "account", process));
        settings(device, scenario, phase, route)
                .forEach(setting -> argument(words, "set", setting));
        device.resume();
        try {
            return Measurement.parse(Command.run(words));
        } finally {
            device.pause();
        }
    }

    private static void argument(List<String> words, String name, Object value) {
        words.add("--" + name);
        words.add(value.toString());
    }

    /// Fields of struct traffic_config in traffic.h.
    private static List<String> settings(
            Subject device, Scenario scenario, Phase phase, Route route) {
        Route.Arrival arrival = route.arrival();
        Encapsulation arriving = arrival.encapsulation();
        return List.of(
                "flows=" + phase.flows().count(),
                "first_flow=" + phase.flows().first(),
                "step=" + phase.flows().step(),
                "templates=" + scenario.compartments(),
                "endpoints=" + scenario.endpoints(),
                "first_port=" + FIRST_PORT,
                "server_port=" + SERVER_PORT,
                "window=" + device.window(),
                "cpus=" + Runtime.getRuntime().availableProcessors(),
                "limit=" + phase.packets(),
                "interval_ns=" + phase.intervalNs(),
                "down=" + (scenario.direction() == Direction.DOWN ? 1 : 0),
                "learn=" + (phase.learns() ? 1 : 0),
                "udp_offset=" + route.sent().udpOffset(),
                "entropy_offset=" + route.sent().entropyOffset(),
                "arrived_offset=" + arriving.udpOffset(),
                "expected_length=" + (arriving.overheadBytes() + scenario.frameBytes()),
                "expected_protocol=" + arriving.protocol(),
                "expected_source=" + Ipv4.number(arrival.source()),
                "source_step=" + arrival.sourceStep(),
                "expected_destination=" + Ipv4.number(arrival.destination()));
    }

    private Path templates(Route route, Scenario scenario) throws IOException {
        Path file = directory.resolve("templates");
        try (OutputStream output = Files.newOutputStream(file)) {
            for (int i = 0; i < scenario.compartments(); i++) {
                output.write(template(new Tenant(i), route.sent(), scenario));
            }
        }
        return file;
    }

    private static byte[] template(Tenant tenant, Encapsulation sent, Scenario scenario) {
        return switch (scenario.direction()) {
            case UP -> FrameTemplate.of(tenant, sent, scenario.frameBytes());
            case DOWN -> FrameTemplate.answer(tenant, scenario.frameBytes());
        };
    }

    /// The external ports of the flows that a device translates.
    private Path learned(Subject device, Scenario scenario) {
        return directory.resolve(
                "learned-%s-%d-%d"
                        .formatted(device.variant(), scenario.flows(), scenario.compartments()));
    }
}
