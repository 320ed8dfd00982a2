package io.hnvgateway.app.view;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.dataplane.DataPath;
import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.dataplane.port.PortExecutor;
import io.hnvgateway.dataplane.port.PortStatistics;
import io.hnvgateway.packet.MacAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The gateway's ports.
final class PortRows {
    private final DataPath path;
    private final List<PortPlan> plans;

    PortRows(DataPath path, List<PortPlan> plans) {
        this.path = path;
        this.plans = plans;
    }

    List<Rows.Port> all() {
        List<Rows.Port> rows = new ArrayList<>();
        for (int port = 0; port < path.ports().size(); port++) {
            for (int worker = 0; worker < path.workers(); worker++) {
                rows.add(row(path.ports(worker).get(port), worker));
            }
        }
        return rows;
    }

    /// Who executes flows and why; where ports differ, of each: `be: xdp; fe: java: the device
    /// ...`.
    String executor() {
        return path.redirectLosses()
                .uncounted()
                .map(why -> executors() + "; what devices refuse is not counted: " + why)
                .orElseGet(this::executors);
    }

    private String executors() {
        Map<String, PortExecutor> executors = new LinkedHashMap<>();
        path.ports().forEach(port -> executors.put(port.name(), path.executor(port.index())));
        if (Set.copyOf(executors.values()).size() == 1) {
            return described(executors.values().iterator().next());
        }
        return executors.entrySet().stream()
                .map(port -> port.getKey() + ": " + described(port.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String described(PortExecutor executor) {
        return executor == PortExecutor.XDP
                ? executor.label()
                : executor.label() + ": " + executor.reason();
    }

    private Rows.Port row(DataPathPort port, int worker) {
        PortStatistics counted = port.statistics();
        return new Rows.Port(
                port.name(),
                worker,
                role(plans.get(port.index())),
                path.choice().mode().name().toLowerCase(Locale.ROOT),
                path.executor(port.index()).label(),
                new MacAddress(port.macAddress()).toString(),
                port.mtuBytes(),
                counted.receivedFrames(),
                counted.sentFrames(),
                counted.lostTooLong()
                        + counted.lostNoFrame()
                        + counted.lostRingFull()
                        + counted.lostInvalid()
                        + counted.transmitRingFull(),
                worker == 0 ? path.redirectLosses().frames(port.index()) : 0);
    }

    private static String role(PortPlan plan) {
        if (plan.backEnd() && plan.frontEnd()) {
            return "back end, front end";
        }
        return plan.backEnd() ? "back end" : "front end";
    }
}
