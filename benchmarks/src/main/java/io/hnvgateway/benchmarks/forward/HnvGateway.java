package io.hnvgateway.benchmarks.forward;

import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Result;
import io.hnvgateway.lab.netns.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The product, as a process started from a connection string: NVGRE, NAT, Java executor.
///
/// All of its threads count: worker, conductor, compiler, garbage collector.
final class HnvGateway implements DeviceUnderTest {
    private static final String MAIN = "io.hnvgateway.app.GatewayMain";
    private static final String CONTROL_MAIN = "io.hnvgateway.app.ctl.HnvCtl";
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final List<String> FLAGS =
            List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:+PerfDisableSharedMem");
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration CONTROL_LIMIT = Duration.ofSeconds(30);

    private final DataPath dataPath;
    private final Namespace namespace;
    private final Namespace generator;
    private final Namespace sink;
    private final Path directory;
    private final Running process;

    /// What carries its frames.
    enum DataPath {
        XDP("java-xdp", "xdp", 256),
        PACKET("java-packet", "packet", 960);

        private final String variant;
        private final String value;

        /// AF_PACKET hands frames over in blocks, or after 1 ms: it wants many under way. Fewer
        /// than 1000, the kernel's backlog at the sink.
        private final int window;

        DataPath(String variant, String value, int window) {
            this.variant = variant;
            this.value = value;
            this.window = window;
        }

        String variant() {
            return variant;
        }
    }

    HnvGateway(LabRun run, DataPath dataPath, int tenants) throws IOException {
        this.dataPath = dataPath;
        namespace = run.namespace(dataPath.value);
        generator = Links.backEnd(run, dataPath.value, namespace);
        sink = run.namespace(dataPath.value + "-sink");
        Links.frontEnd(namespace, Tenant.FRONT_END_ADDRESS, sink, Links.SINK_DEVICE);
        directory = Files.createDirectories(run.directory().resolve(dataPath.value));
        process = start();
        apply(tenants);
        placeWorkers();
    }

    private Running start() throws IOException {
        String connection =
                String.join(
                        ";",
                        "FrontEndInterface=" + Links.FRONT_END,
                        "BackendInterface=" + Links.BACK_END,
                        "ProviderAddress=" + Tenant.GATEWAY_PA,
                        "FrontEndGateway=" + Tenant.NEXT_HOP,
                        "NatPool=" + Tenant.PUBLIC_POOL,
                        "DataPath=" + dataPath.value,
                        "StateDirectory=" + Files.createDirectories(directory.resolve("state")),
                        "ControlSocket=" + socket());
        Running started = java(MAIN, List.of("--connection-string", connection));
        awaitSocket(started);
        return started;
    }

    private Path socket() {
        return directory.resolve("hnvctl.sock");
    }

    private Running java(String main, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(JAVA);
        words.addAll(FLAGS);
        words.addAll(main.equals(MAIN) ? ownOptions() : List.of("-XX:TieredStopAtLevel=1"));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        words.addAll(arguments);
        return namespace.start(words.toArray(String[]::new));
    }

    private static List<String> ownOptions() {
        String options = System.getenv("HNV_BENCH_JAVA_OPTIONS");
        return options == null ? List.of() : List.of(options.strip().split("\\s+", -1));
    }

    private void awaitSocket(Running started) {
        long deadlineNs = System.nanoTime() + START_LIMIT.toNanos();
        while (!Files.exists(socket())) {
            if (!started.isAlive() || System.nanoTime() - deadlineNs > 0) {
                throw new LabException("the gateway did not start:\n" + started.output());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(50));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    private void apply(int tenants) throws IOException {
        Path file =
                Files.writeString(directory.resolve("tenants.json"), DesiredTenants.of(tenants));
        List<String> words =
                List.of("--socket", socket().toString(), "apply", "-f", file.toString());
        Result result = java(CONTROL_MAIN, words).await(CONTROL_LIMIT);
        if (!result.succeeded()) {
            throw new LabException("hnvctl apply: " + result.output().strip());
        }
    }

    /// Off the generator's core, where the packets arrive, and ahead of what else runs there.
    private void placeWorkers() throws IOException {
        int last = Runtime.getRuntime().availableProcessors() - 1;
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads.toList()) {
                if (Files.readString(thread.resolve("comm")).contains("worker")) {
                    String id = thread.getFileName().toString();
                    namespace.must("taskset", "-pc", "1-" + last, id);
                    namespace.must("chrt", "--rr", "-p", LoadGenerator.PRIORITY, id);
                }
            }
        }
    }

    @Override
    public String variant() {
        return dataPath.variant;
    }

    @Override
    public Encapsulation encapsulation() {
        return Encapsulation.NVGRE;
    }

    @Override
    public String generator() {
        return Links.place(generator, Links.GENERATOR_DEVICE);
    }

    @Override
    public List<String> attachments() {
        String counting = Links.place(sink, Links.SINK_DEVICE) + "=sink_tc";
        return switch (dataPath) {
            case XDP -> List.of(counting);
            case PACKET -> List.of(Links.place(namespace, Links.BACK_END) + "=pass", counting);
        };
    }

    @Override
    public List<Long> processes() {
        return List.of(process.pid());
    }

    @Override
    public int window() {
        return dataPath.window;
    }
}
