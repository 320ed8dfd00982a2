package io.hnvgateway.app.telemetry;

import io.hnvgateway.app.control.Rows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// What only the process itself can tell for the support bundle.
final class SupportParts {
    private static final int MOST_METRICS_BYTES = 16 << 20;

    private final Supplier<MetricsPage> metrics;

    SupportParts(Supplier<MetricsPage> metrics) {
        this.metrics = metrics;
    }

    List<Rows.SupportPart> all() {
        return List.of(
                new Rows.SupportPart("metrics.txt", metrics()),
                new Rows.SupportPart("threads.txt", threads()),
                new Rows.SupportPart("jvm.txt", jvm()));
    }

    private String metrics() {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            metrics.get().write(out);
            return out.size() > MOST_METRICS_BYTES
                    ? new String(out.toByteArray(), 0, MOST_METRICS_BYTES, StandardCharsets.UTF_8)
                    : out.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "cannot be written: " + e;
        }
    }

    private static String threads() {
        StringBuilder text = new StringBuilder();
        for (ThreadInfo thread :
                ManagementFactory.getThreadMXBean().dumpAllThreads(true, true, 64)) {
            text.append(thread);
        }
        return text.toString();
    }

    /// Without the environment, and without the program's arguments.
    private static String jvm() {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        Map<String, String> facts = new TreeMap<>();
        facts.put("vm", runtime.getVmName() + " " + runtime.getVmVersion());
        facts.put("vendor", runtime.getVmVendor());
        facts.put("options", String.join(" ", runtime.getInputArguments()));
        facts.put("uptime-ms", Long.toString(runtime.getUptime()));
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().toString());
        facts.put(
                "non-heap", ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().toString());
        ManagementFactory.getGarbageCollectorMXBeans()
                .forEach(gc ->
                        facts.put(
                                "gc " + gc.getName(),
                                gc.getCollectionCount() + " in " + gc.getCollectionTime() + " ms"));
        StringBuilder text = new StringBuilder();
        facts.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }
}
