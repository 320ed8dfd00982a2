package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.DataPathConfig.Pinning;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.dataplane.steering.SteeringVerdict;
import io.hnvgateway.dataplane.xdp.FlowExecution;
import io.hnvgateway.dataplane.xdp.InUseException;
import io.hnvgateway.dataplane.xdp.KernelIds;
import io.hnvgateway.dataplane.xdp.NotNowException;
import io.hnvgateway.dataplane.xdp.Pins;
import io.hnvgateway.packet.checkpoint.TableIdentity;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowTable;
import io.hnvgateway.packet.flow.Generations;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A process with a pinned data path over one device, that does what it is told, line by line, and
/// answers each with one line: to be killed, and followed by another.
final class PinnedProcess implements AutoCloseable {
    static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(10);

    private static final long SEED = 7;
    private static final int OWNER = 1;

    private final Process process;
    private final BufferedReader answers;

    /// @param within what its command begins with
    PinnedProcess(List<String> within, String device, Path directory) {
        List<String> command = new ArrayList<>(within);
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1", // it lives for a second or two
                        "-cp"));
        command.add(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")));
        command.addAll(List.of(PinnedProcess.class.getName(), device, directory.toString()));
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /// What the process answers.
    String ask(String command) {
        try {
            var commands = process.outputWriter(StandardCharsets.UTF_8);
            commands.write(command + "\n");
            commands.flush();
            String line = answers.readLine();
            while (line != null && !line.startsWith("> ")) {
                line = answers.readLine();
            }
            if (line == null) {
                throw new AssertionError("the process ended at: " + command);
            }
            return line.substring(2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long id() {
        return process.pid();
    }

    /// Ends the process as `kill -9` does and waits until it is gone.
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    // What follows is in the process.

    private static final class Inside {
        private final String device;
        private final Path directory;
        private @Nullable DataPath opened;
        private Duration limit = HEARTBEAT_LIMIT;

        Inside(String device, Path directory) {
            this.device = device;
            this.directory = directory;
        }

        String answer(String[] words) throws IOException {
            return switch (words[0]) {
                case "open" ->
                        openOrRefused(
                                words.length < 5,
                                DataPathMode.valueOf(words[3]),
                                identity(words[1]),
                                Integer.parseInt(words[2]));
                case "limit" -> done(() -> limit = Duration.ofMinutes(Long.parseLong(words[1])));
                case "flow" -> installFlow();
                case "live" -> done(() -> path().goLive());
                case "beat" -> done(() -> path().heartbeat().beat(System.nanoTime()));
                case "old" ->
                        done(() ->
                                path().heartbeat()
                                        .beat(System.nanoTime() - 2 * HEARTBEAT_LIMIT.toNanos()));
                case "stop-pinned" -> done(() -> DataPathOpener.stopHeartbeat(directory));
                case "stop" -> done(() -> path().heartbeat().stop());
                case "close" -> done(() -> path().close());
                case "count" ->
                        Long.toString(
                                path().verdicts().frames(0, SteeringVerdict.valueOf(words[1])));
                case "carried" -> Long.toString(carried());
                case "steers" -> Boolean.toString(path().steering().current().equals(policy()));
                case "steer" -> done(() -> path().steering().apply(policy()));
                case "steer-less" ->
                        done(() ->
                                path().steering()
                                        .apply(
                                                policy().withPublic(
                                                                policy().publicPrefixes(),
                                                                Set.of())));
                case "files" -> Long.toString(files());
                case "pins" -> KernelIds.pinned(directory);
                case "spoil" ->
                        done(() ->
                                KernelIds.spoil(
                                        directory.resolve("identity"),
                                        64,
                                        Integer.parseInt(words[1])));
                case "rounds" -> rounds(Integer.parseInt(words[1]));
                case "detach" -> detach();
                default -> throw new IllegalArgumentException(words[0]);
            };
        }

        private static String done(Runnable what) {
            what.run();
            return "done";
        }

        private SteeringPolicy policy() {
            return TestPolicies.everything(device, PortRole.FRONT_END);
        }

        private DataPath path() {
            return Objects.requireNonNull(opened, "open comes first");
        }

        private String detach() {
            try {
                return String.join(" ", Pins.detach(directory));
            } catch (InUseException e) {
                return "refused: " + e.getMessage();
            }
        }

        private String openOrRefused(
                boolean pins, DataPathMode mode, TableIdentity tables, int flows) {
            try {
                return open(pins, mode, tables, flows);
            } catch (InUseException e) {
                return "refused: " + e.getMessage();
            } catch (NotNowException e) {
                return "not now: " + e.getMessage();
            }
        }

        private String open(boolean pins, DataPathMode mode, TableIdentity tables, int flows) {
            DataPathConfig config =
                    new DataPathConfig(
                                    mode,
                                    List.of(device),
                                    1,
                                    new DataPathConfig.Sizes(4096, flows, 256, 256))
                            .executing(new FlowExecution(SEED, List.of(0)));
            DataPath now =
                    DataPathOpener.open(pins ? config.pinned(pinning(tables)) : config, policy());
            opened = now;
            return now.adopted() ? "adopted" : now.whyClean();
        }

        private Pinning pinning(TableIdentity tables) {
            return new Pinning(directory, tables, true, limit);
        }

        /// A table id, and behind a colon the version of the layout if it is not 1.
        private static TableIdentity identity(String word) {
            String[] parts = word.split(":", -1);
            return new TableIdentity(
                    Long.parseLong(parts[0]), parts.length < 2 ? 1 : Integer.parseInt(parts[1]));
        }

        /// The flow of [PinnedNetTest#FRAME], which leaves by the port that it came by.
        private String installFlow() {
            AdjacencyTable adjacencies = new AdjacencyTable(path().memory().adjacencies());
            Adjacency anywhere = new Adjacency();
            anywhere.kind = Adjacency.FRONT_END;
            int ingress = adjacencies.allocate();
            adjacencies.write(ingress, anywhere);
            Adjacency neighbor = new Adjacency();
            neighbor.kind = Adjacency.NEIGHBOR;
            neighbor.mtuBytes = 1500;
            neighbor.destinationMac = 0x0200_0000_0002L;
            neighbor.sourceMac = 0x0200_0000_0001L;
            neighbor.flags = Adjacency.RESOLVED;
            int egress = adjacencies.allocate();
            adjacencies.write(egress, neighbor);
            FlowAction action = new FlowAction();
            action.owner = OWNER;
            action.generation = new Generations(path().memory().generations()).advance(OWNER);
            action.ingressAdjacency = ingress;
            action.egressAdjacency = egress;
            FlowKey key = new FlowKey().set(0, 0xc0000209, 0xc633644d, 1000 << 16 | 2000, 17);
            new FlowTable(path().memory().flowTable(), SEED).insert(key, action, System.nanoTime());
            return "done";
        }

        /// Packets of all flows.
        private long carried() {
            var counters = path().memory().flowCounters();
            long sum = 0;
            for (long at = 0; at < counters.byteSize(); at += DataPathMemory.FLOW_COUNTER_BYTES) {
                sum += counters.get(ValueLayout.JAVA_LONG, at);
            }
            return sum;
        }

        /// Open descriptors, and mapped maps.
        private static long files() throws IOException {
            try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"));
                    Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
                return files.count() + mappings.filter(line -> line.contains("bpf-map")).count();
            }
        }

        /// Every other one with another program than the one before, for its constants change.
        private String rounds(int rounds) {
            for (int i = 0; i < rounds; i++) {
                limit = HEARTBEAT_LIMIT.plusMinutes(i / 2 % 2);
                String how = open(true, DataPathMode.XDP, identity("1"), 1024);
                if (!how.equals("adopted")) {
                    return how;
                }
                path().goLive();
                path().heartbeat().beat(System.nanoTime());
                path().close();
            }
            return "done";
        }
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        Inside inside = new Inside(arguments[0], Path.of(arguments[1]));
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            out.println("> " + inside.answer(line.split(" ", -1)));
        }
    }
}
