package io.hnvgateway.benchmarks.device;

import io.hnvgateway.benchmarks.traffic.Encapsulation;
import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.benchmarks.traffic.Route;
import io.hnvgateway.benchmarks.traffic.Scenario;
import io.hnvgateway.benchmarks.traffic.Tenant;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// The product, as a process started from a connection string: NVGRE and NAT.
///
/// All of its threads count: worker, conductor, compiler, garbage collector.
public final class HnvGateway implements DeviceUnderTest {
    private final Executor executor;
    private final Size size;
    private final Namespace namespace;
    private final Namespace generator;
    private final Namespace sink;
    private final GatewayProcess process;
    private final int tenants;

    /// What carries and executes its packets.
    public enum Executor {
        XDP("xdp", "DataPath=xdp;Executor=xdp", 256, "sink_xdp"),
        JAVA("java", "DataPath=xdp;Executor=java", 256, "sink_tc"),
        PACKET("java-packet", "DataPath=packet", 960, "sink_tc");

        private final String variant;
        private final String keys;

        /// AF_PACKET hands frames over in blocks, or after 1 ms: it wants many under way. Fewer
        /// than 1000, the kernel's backlog at the sink.
        private final int window;

        /// Takes packets in the form in which they come: as XDP frames, or as socket buffers.
        private final String sinkProgram;

        Executor(String variant, String keys, int window, String sinkProgram) {
            this.variant = variant;
            this.keys = keys;
            this.window = window;
            this.sinkProgram = sinkProgram;
        }

        public String variant() {
            return variant;
        }
    }

    /// Room for flows: where it is not needed it costs time, for a table's pages are small.
    enum Size {
        /// The defaults.
        DEFAULT(""),
        /// For a million sessions.
        MILLION(";FlowTableEntries=4194304;Sessions=1572864");

        private static final int MOST_BY_DEFAULT = 50_000;

        private final String keys;

        Size(String keys) {
            this.keys = keys;
        }

        private static Size of(Scenario scenario) {
            return scenario.flows() > MOST_BY_DEFAULT ? MILLION : DEFAULT;
        }
    }

    HnvGateway(LabRun run, Executor executor, Size size, int tenants) throws IOException {
        this.executor = executor;
        this.size = size;
        this.tenants = tenants;
        String role = executor.variant + (size == Size.DEFAULT ? "" : "-large");
        namespace = run.namespace(role);
        generator = Links.backEnd(run, role, namespace);
        sink = run.namespace(role + "-sink");
        Links.frontEnd(namespace, Tenant.FRONT_END_ADDRESS, sink, Links.SINK_DEVICE);
        if (executor != Executor.XDP) {
            Links.withoutMerging(namespace, Links.BACK_END, Links.FRONT_END);
            Links.withoutMerging(generator, Links.GENERATOR_DEVICE);
            Links.withoutMerging(sink, Links.SINK_DEVICE);
        }
        Path directory = Files.createDirectories(run.directory().resolve(role));
        process = new GatewayProcess(namespace, executor.keys + size.keys, directory);
        Path document =
                Files.writeString(directory.resolve("tenants.json"), DesiredTenants.of(tenants));
        process.control("apply", "-f", document.toString());
        Threads.putFirst(namespace, process.pid(), "worker");
    }

    @Override
    public String variant() {
        return executor.variant;
    }

    @Override
    public Encapsulation tunnel() {
        return Encapsulation.NVGRE;
    }

    @Override
    public boolean translates() {
        return true;
    }

    @Override
    public boolean takes(Scenario scenario) {
        return scenario.compartments() <= tenants && Size.of(scenario) == size;
    }

    @Override
    public Route route(Scenario scenario) {
        String inner = Links.place(generator, Links.GENERATOR_DEVICE);
        String outer = Links.place(sink, Links.SINK_DEVICE);
        return switch (scenario.direction()) {
            case UP ->
                    new Route(
                            inner,
                            attachments(outer, Links.BACK_END),
                            Encapsulation.NVGRE,
                            Route.Arrival.translated());
            case DOWN ->
                    new Route(
                            outer,
                            attachments(inner, Links.FRONT_END),
                            Encapsulation.NONE,
                            Route.Arrival.tunneled(Encapsulation.NVGRE));
        };
    }

    /// A veth end takes live frames only with a program on it; AF_PACKET has none.
    private List<String> attachments(String sinkDevice, String entrance) {
        String counting = sinkDevice + "=" + executor.sinkProgram;
        return executor == Executor.PACKET
                ? List.of(Links.place(namespace, entrance) + "=pass", counting)
                : List.of(counting);
    }

    @Override
    public List<Long> processes() {
        return List.of(process.pid());
    }

    @Override
    public int window() {
        return executor.window;
    }

    @Override
    public OptionalLong hits() throws IOException {
        GatewayProcess.Carried carried = process.carried();
        return OptionalLong.of(
                executor == Executor.XDP ? carried.byProgram() : carried.byWorkers());
    }

    @Override
    public void settle() throws IOException, InterruptedException {
        Compilers.awaitRest(process.pid());
    }

    /// The process, for what else is to be known of it.
    public GatewayProcess process() {
        return process;
    }
}
