package io.hnvgateway.benchmarks.forward;

import io.hnvgateway.benchmarks.Command;
import io.hnvgateway.lab.netns.LabRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Runs phases of load, each bounded by the tool itself.
final class LoadGenerator {
    /// Real-time priority of the generator and of the gateway's workers: what else runs on the
    /// machine must not come between.
    static final String PRIORITY = "5";

    private static final int FIRST_PORT = 1024;
    private static final int CPU = 0;
    private static final String SOFT_INTERRUPTS = "ksoftirqd/";

    private final LoadTools tools;
    private final Path templates;
    private final List<Long> softInterrupts;

    LoadGenerator(LoadTools tools, LabRun run) throws IOException {
        this.tools = tools;
        templates = run.directory().resolve("templates");
        softInterrupts = softInterruptThreads();
    }

    Measurement run(DeviceUnderTest device, Scenario scenario, double seconds)
            throws IOException, InterruptedException {
        Encapsulation encapsulation = device.encapsulation();
        writeTemplates(encapsulation, scenario);
        List<String> words = new ArrayList<>(List.of("chrt", "--rr", PRIORITY));
        words.add(tools.program().toString());
        argument(words, "object", tools.object());
        argument(words, "templates", templates);
        argument(words, "generator", device.generator());
        argument(words, "length", encapsulation.overheadBytes() + scenario.frameBytes());
        argument(words, "seconds", seconds);
        argument(words, "cpu", CPU);
        device.attachments().forEach(attachment -> argument(words, "attach", attachment));
        softInterrupts.forEach(process -> argument(words, "account", process));
        device.processes().forEach(process -> argument(words, "account", process));
        settings(device, scenario).forEach(setting -> argument(words, "set", setting));
        return Measurement.parse(Command.run(words));
    }

    private static void argument(List<String> words, String name, Object value) {
        words.add("--" + name);
        words.add(value.toString());
    }

    /// Fields of struct traffic_config in traffic.h.
    private static List<String> settings(DeviceUnderTest device, Scenario scenario) {
        Encapsulation encapsulation = device.encapsulation();
        int cpus = Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors() - 1);
        return List.of(
                "flows=" + scenario.flows(),
                "templates=" + scenario.compartments(),
                "window=" + device.window(),
                "cpus=" + cpus,
                "port_offset=" + encapsulation.udpOffset(),
                "checksum_offset=" + (encapsulation.udpOffset() + 6),
                "entropy_offset=" + encapsulation.entropyOffset(),
                "first_port=" + FIRST_PORT,
                "expected_length=" + scenario.frameBytes(),
                "expected_source=" + Ipv4.inMemory(Tenant.PUBLIC_NETWORK),
                "source_mask=" + Ipv4.inMemory("255.255.255.0"),
                "expected_destination=" + Ipv4.inMemory(Tenant.SERVER));
    }

    private void writeTemplates(Encapsulation encapsulation, Scenario scenario) throws IOException {
        try (OutputStream output = Files.newOutputStream(templates)) {
            for (int i = 0; i < scenario.compartments(); i++) {
                output.write(FrameTemplate.of(new Tenant(i), encapsulation, scenario.frameBytes()));
            }
        }
    }

    private static List<Long> softInterruptThreads() throws IOException {
        List<Long> found = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.toList()) {
                String name = process.getFileName().toString();
                if (name.chars().allMatch(Character::isDigit) && isSoftInterrupt(process)) {
                    found.add(Long.valueOf(name));
                }
            }
        }
        return found;
    }

    private static boolean isSoftInterrupt(Path process) {
        try {
            return Files.readString(process.resolve("comm")).startsWith(SOFT_INTERRUPTS);
        } catch (IOException e) {
            return false; // ended meanwhile
        }
    }
}
