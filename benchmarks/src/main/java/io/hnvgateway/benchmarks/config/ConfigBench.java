package io.hnvgateway.benchmarks.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.benchmarks.Machine;
import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.Spread;
import io.hnvgateway.benchmarks.config.ControlSocket.Answer;
import io.hnvgateway.benchmarks.device.GatewayProcess;
import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.benchmarks.traffic.Tenant;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The run: loads the document, looks at the memory, then makes each kind of change a few times
/// while another tenant's packets pass.
public final class ConfigBench {
    private static final String TEST = "config";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double PACKETS_A_SECOND = 5000;
    private static final double LONGEST_SECONDS = 60;

    /// Changes before those that count: the JVM's compiler has seen the way then.
    private static final int WARM_UP = 100;

    private static final long PAUSE_MILLISECONDS = 30;

    private final int networks;
    private final int changes;
    private final String dataPath;
    private final PrintStream out;
    private final Results results;

    public ConfigBench(boolean quick, String dataPath, PrintStream out, Results results) {
        networks = quick ? 1_000 : 10_000;
        changes = quick ? 50 : 100;
        this.dataPath = dataPath;
        this.out = out;
        this.results = results;
    }

    public void run() throws IOException, InterruptedException {
        out.println(Machine.describe());
        try (LabRun run = LabRun.begin()) {
            Namespace namespace = run.namespace("config");
            Namespace generator = Links.backEnd(run, "config", namespace);
            Namespace sink = run.namespace("config-sink");
            Links.frontEnd(namespace, Tenant.FRONT_END_ADDRESS, sink, Links.SINK_DEVICE);
            Neighbors.ofHosts(run, namespace);
            PacedTraffic traffic = new PacedTraffic(run, generator, sink);
            GatewayProcess gateway =
                    new GatewayProcess(namespace, "DataPath=" + dataPath, run.directory());
            memory("empty", gateway);
            load(gateway);
            memory("loaded", gateway);
            undisturbed(traffic);
            for (Kind kind : Kind.values()) {
                change(kind, gateway, traffic);
            }
            memory("changed", gateway);
        }
    }

    private void load(GatewayProcess gateway) throws IOException {
        Answer answer = apply(gateway);
        answer.micros()
                .properties()
                .forEach(phase ->
                        row(
                                "load",
                                phase.getKey(),
                                List.of(phase.getValue().asDouble() / 1000),
                                "ms"));
        row("load", "whole", List.of(answer.milliseconds()), "ms");
    }

    /// The gateway closes an idle connection: the document is written before there is one.
    private Answer apply(GatewayProcess gateway) throws IOException {
        ObjectNode request = JSON.createObjectNode().put("request", "apply");
        request.set("document", ConfigDocument.of(networks));
        ByteBuffer line = ControlSocket.line(request);
        try (ControlSocket control = new ControlSocket(gateway.socket())) {
            return control.request(line);
        }
    }

    private void memory(String when, GatewayProcess gateway) throws IOException {
        Resident resident = Resident.of(gateway.pid());
        row(when, "resident", List.of(resident.allMebibytes()), "MiB");
        row(when, "resident-without-tables", List.of(resident.otherMebibytes()), "MiB");
        row(when, "peak-without-tables", List.of(resident.otherPeakMebibytes()), "MiB");
    }

    private void change(Kind kind, GatewayProcess gateway, PacedTraffic traffic)
            throws IOException, InterruptedException {
        List<Answer> answers = new ArrayList<>();
        PacedTraffic.Passed passed =
                traffic.during(
                        PACKETS_A_SECOND, LONGEST_SECONDS, () -> change(kind, gateway, answers));
        row(
                kind.label(),
                "in-force",
                answers.stream().map(Answer::inForceMilliseconds).toList(),
                "ms");
        row(kind.label(), "answered", answers.stream().map(Answer::milliseconds).toList(), "ms");
        for (String phase :
                List.of("parse", "compare", "validate", "compile", "save", "steering", "publish")) {
            row(kind.label(), phase, answers.stream().map(a -> a.phase(phase)).toList(), "ms");
        }
        others(kind.label(), passed);
    }

    private void change(Kind kind, GatewayProcess gateway, List<Answer> answers)
            throws IOException, InterruptedException {
        try (ControlSocket control = new ControlSocket(gateway.socket())) {
            for (int i = 0; i < WARM_UP + changes; i++) {
                Answer answer = control.request(ControlSocket.line(kind.request(networks, i)));
                if (i == 0) {
                    double first = answer.inForceMilliseconds();
                    row(kind.label(), "in-force-first", List.of(first), "ms");
                }
                if (i >= WARM_UP) {
                    answers.add(answer);
                }
                Thread.sleep(PAUSE_MILLISECONDS);
            }
        }
    }

    /// What the packets meet while nothing is changed.
    private void undisturbed(PacedTraffic traffic) throws IOException, InterruptedException {
        others(
                "undisturbed",
                traffic.during(
                        PACKETS_A_SECOND,
                        LONGEST_SECONDS,
                        () -> Thread.sleep((WARM_UP + changes) * PAUSE_MILLISECONDS)));
    }

    private void others(String variant, PacedTraffic.Passed passed) {
        if (passed.overrun() > 0) {
            throw new LabException("the sink itself lost " + passed.overrun() + " packets");
        }
        row(variant, "others-sent", List.of((double) passed.sent()), "packets");
        row(variant, "others-lost", List.of((double) passed.lost()), "packets");
        PacedTraffic.Delays delays = passed.delays();
        row(variant, "others-delay", List.of(delays.median()), "us");
        row(variant, "others-delay-99-percent", List.of(delays.most()), "us");
        row(variant, "others-delay-worst", List.of(delays.worst()), "us");
    }

    private void row(String variant, String metric, List<Double> values, String unit) {
        Spread spread = Spread.of(values);
        results.add(
                new Result(
                        TEST,
                        variant,
                        metric,
                        new Result.Load("control", ConfigDocument.RECORDS, 1, networks),
                        spread,
                        unit));
        out.printf(
                "%-14s %-24s %12.3f %s%s%n",
                variant,
                metric,
                spread.median(),
                unit,
                values.size() == 1 ? "" : "  (%.3f to %.3f)".formatted(spread.min(), spread.max()));
    }
}
