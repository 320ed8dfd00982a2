package io.hnvgateway.benchmarks.restart;

import io.hnvgateway.benchmarks.CompiledTool;
import io.hnvgateway.benchmarks.device.DesiredTenants;
import io.hnvgateway.benchmarks.traffic.Encapsulation;
import io.hnvgateway.benchmarks.traffic.FrameTemplate;
import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.benchmarks.traffic.Tenant;
import io.hnvgateway.lab.gateway.Gateway;
import io.hnvgateway.lab.netns.HostDrops;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Running;
import io.hnvgateway.lab.stream.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The namespaces, the gateway in the middle, and at both sides what programs with sockets need.
final class Grounds {
    /// Of the front end, for sockets; [Tenant#SERVER] answers nothing.
    private static final String ANSWERER = "198.51.100.3";

    /// Each restart's new flows go to an address of their own: none of them was there before.
    private static final String ALL_ASKED = "198.19.0.0/16";

    private static final int STREAM_PORT = 7500;
    private static final int PROBE_PORT = 7600;
    private static final int PROBE_MILLISECONDS = 5;
    private static final int SPARING_MILLISECONDS = 50;
    private static final int CONNECTIONS = 4;
    private static final int BYTES_A_SECOND = 200_000;
    private static final int PACKETS_A_SECOND = 200;
    private static final String TUN = "vm";
    private static final int TUN_MTU_BYTES = 1400;
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    private final Path directory;
    private final Namespace place;
    private final Namespace generator;
    private final Namespace sink;
    private final Gateway gateway;
    private final Path probe;

    /// @param keys further ones of the connection string, joined by `;`
    Grounds(LabRun run, int compartments, String keys) throws IOException, InterruptedException {
        directory = run.directory();
        place = run.namespace("restart");
        generator = Links.backEnd(run, "restart", place);
        sink = run.namespace("restart-sink");
        Links.frontEnd(place, Tenant.FRONT_END_ADDRESS, sink, Links.SINK_DEVICE);
        gateway = new Gateway(run, place);
        gateway.start(
                String.join(
                        ";",
                        "FrontEndInterface=" + Links.FRONT_END,
                        "BackendInterface=" + Links.BACK_END,
                        "ProviderAddress=" + Tenant.GATEWAY_PA,
                        "FrontEndGateway=" + Tenant.NEXT_HOP,
                        "NatPool=" + Tenant.PUBLIC_POOL,
                        keys));
        gateway.apply(
                Files.writeString(
                        directory.resolve("tenants.json"), DesiredTenants.of(compartments)));
        machine();
        answerer();
        probe = CompiledTool.of("probe");
        awaitReady(sink.start(probe.toString(), "answer", Integer.toString(PROBE_PORT)));
    }

    /// Tenant 0's VM: a device whose packets go out in NVGRE.
    private void machine() throws IOException, InterruptedException {
        byte[] headers = FrameTemplate.of(new Tenant(0), Encapsulation.NVGRE, 0);
        Path file = Files.write(directory.resolve("nvgre.headers"), headers);
        awaitReady(
                generator.start(
                        CompiledTool.of("nvgre").toString(),
                        Links.GENERATOR_DEVICE,
                        TUN,
                        file.toString(),
                        Integer.toString(new Tenant(0).vmVsid())));
        generator.address(TUN, Tenant.VM_ADDRESS + "/32");
        Links.ip(generator, "link set " + TUN + " mtu " + TUN_MTU_BYTES + " up");
        Links.ip(generator, "route add " + ANSWERER + " dev " + TUN);
        Links.ip(generator, "route add " + ALL_ASKED + " dev " + TUN);
    }

    /// Answers go back through the gateway's front end, whose address nobody needs to ask for.
    private void answerer() {
        sink.address(Links.SINK_DEVICE, Tenant.NEXT_HOP + "/24");
        sink.address("lo", ANSWERER + "/32");
        Links.ip(sink, "route add local " + ALL_ASKED + " dev lo");
        Links.ip(
                sink,
                "neigh replace %s lladdr %s dev %s nud permanent"
                        .formatted(
                                Tenant.FRONT_END_ADDRESS, Links.FRONT_END_MAC, Links.SINK_DEVICE));
        Links.ip(
                sink,
                "route add %s via %s src %s"
                        .formatted(
                                new Tenant(0).publicAddress(), Tenant.FRONT_END_ADDRESS, ANSWERER));
    }

    private static void awaitReady(Running program) throws InterruptedException {
        long startNs = System.nanoTime();
        while (!program.output().startsWith("ready")) {
            if (!program.isAlive() || System.nanoTime() - startNs > START_LIMIT.toNanos()) {
                throw new LabException("a program did not start: " + program.output());
            }
            Thread.sleep(5);
        }
    }

    /// Connections and a stream of datagrams, both directions each.
    List<Stream> streams() {
        List<Stream> streams = new ArrayList<>();
        streams.add(stream("datagrams", Stream.Kind.DATAGRAMS, 0, PACKETS_A_SECOND));
        for (int i = 1; i <= CONNECTIONS; i++) {
            streams.add(stream("connection" + i, Stream.Kind.CONNECTION, i, BYTES_A_SECOND));
        }
        return streams;
    }

    private Stream stream(String name, Stream.Kind kind, int number, int rate) {
        int port = STREAM_PORT + number;
        return new Stream(name, kind, generator, ANSWERER, port, sink, port, rate);
    }

    /// Begins to ask, each time from a new port; ends with the first answer.
    ///
    /// @param turn number of the restart
    /// @param sparing seldom: who restarts for an hour without a pause would else use up the
    ///   tenant's sessions
    Running askAnew(int turn, boolean sparing) {
        return generator.start(
                probe.toString(),
                "ask",
                "198.19.%d.%d".formatted((turn >> 8) & 255, turn & 255),
                Integer.toString(PROBE_PORT),
                Integer.toString(sparing ? SPARING_MILLISECONDS : PROBE_MILLISECONDS));
    }

    /// Packets that the machine's own links had no room for until now, on the way up.
    long dropsOfLinks() {
        return drops(generator, Links.GENERATOR_DEVICE) + drops(place, Links.FRONT_END);
    }

    private static long drops(Namespace namespace, String device) {
        return Long.parseLong(
                namespace
                        .must("cat", "/sys/class/net/" + device + "/statistics/tx_dropped")
                        .output()
                        .strip());
    }

    /// Packets that the host of the streams had no room for until now, in both directions: in its
    /// TUN device, at its socket, and in the links.
    long dropsOfStreams() {
        return new HostDrops(List.of(generator), List.of(generator, place, sink)).count();
    }

    Path directory() {
        return directory;
    }

    Gateway gateway() {
        return gateway;
    }

    Namespace generator() {
        return generator;
    }

    Namespace sink() {
        return sink;
    }
}
