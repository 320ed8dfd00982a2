package io.hnvgateway.benchmarks.forward;

import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The product, as a process started from a connection string: NVGRE, NAT, Java executor.
///
/// All of its threads count: worker, conductor, compiler, garbage collector.
final class HnvGateway implements DeviceUnderTest {
    private final DataPath dataPath;
    private final Namespace namespace;
    private final Namespace generator;
    private final Namespace sink;
    private final GatewayProcess process;

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
        Path directory = Files.createDirectories(run.directory().resolve(dataPath.value));
        process = new GatewayProcess(namespace, dataPath.value, directory);
        Path document =
                Files.writeString(directory.resolve("tenants.json"), DesiredTenants.of(tenants));
        process.control("apply", "-f", document.toString());
        placeWorkers();
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
