package io.hnvgateway.lab.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hnvgateway.dataplane.sys.Affinity;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Veth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A gateway's threads run where `hnvctl status` says.
@Tag("net")
class WorkerCoresNetTest {
    private final NavigableSet<Integer> allowed = Affinity.ofThread();
    private final LabRun run = LabRun.begin();
    private final Namespace namespace = run.namespace("gateway");
    private final Gateway gateway = new Gateway(run, namespace);

    @AfterEach
    void end() {
        gateway.close();
        run.close();
    }

    private void start(String keys) {
        Namespace peers = run.namespace("peers");
        Veth.connect(new Veth.End(namespace, "be"), new Veth.End(peers, "host"));
        Veth.connect(new Veth.End(namespace, "fe"), new Veth.End(peers, "router"));
        namespace.address("be", "192.0.2.1/24");
        namespace.address("fe", "198.51.100.9/24");
        gateway.start(
                "FrontEndInterface=fe;BackendInterface=be;FlowTableEntries=1024;FrameCount=2048;"
                        + keys);
    }

    @Test
    void eachWorkerIsBoundToItsCoreAndNothingElseIs() throws IOException {
        assumeThat(allowed).hasSizeGreaterThan(1);
        int first = allowed.first();
        int second = allowed.stream().skip(1).findFirst().orElseThrow();
        start("Workers=2");
        assertThat(gateway.workers().getFirst())
                .isEqualTo(
                        "worker-0: core %d: where the ports' frames arrive is not known, core %d is left to the kernel"
                                .formatted(second, first));
        assertThat(gateway.workers()).hasSize(2);
        Map<String, String> threads = threads();
        for (String worker : gateway.workers()) {
            String[] parts = worker.split(": ", -1);
            assertThat(parts[1]).isEqualTo("core " + threads.remove(parts[0]));
        }
        assertThat(threads.values()).isNotEmpty().containsOnly(own());
    }

    @Test
    void coresAreTakenByHand() throws IOException {
        start("Cores=" + allowed.first());
        assertThat(gateway.workers())
                .containsExactly(
                        "worker-0: core %d: the connection string says so"
                                .formatted(allowed.first()));
        assertThat(threads()).containsEntry("worker-0", String.valueOf(allowed.first()));
    }

    @Test
    void noWorkerIsBoundIfTheOperatorSaysSo() throws IOException {
        start("Cores=none");
        assertThat(gateway.workers())
                .containsExactly("worker-0: any core: the connection string says so");
        assertThat(threads()).containsEntry("worker-0", own());
    }

    @Test
    void aCoreThatIsNotThereEndsTheStartWithItsKey() {
        assertThatThrownBy(() -> start("Workers=2;Cores=%d,8191".formatted(allowed.first())))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("Cores: 8191: is not a core that this process may use;");
    }

    /// By name, the cores that the kernel lets each thread of the gateway use.
    private Map<String, String> threads() throws IOException {
        Map<String, String> threads = new TreeMap<>();
        try (Stream<Path> tasks =
                Files.list(Path.of("/proc/%d/task".formatted(gateway.processId())))) {
            for (Path task : tasks.toList()) {
                threads.put(
                        Files.readString(task.resolve("comm")).strip(),
                        cores(Files.readAllLines(task.resolve("status"))));
            }
        }
        return threads;
    }

    /// What a thread of this process, which started the gateway, may use.
    private static String own() throws IOException {
        return cores(Files.readAllLines(Path.of("/proc/thread-self/status")));
    }

    private static String cores(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
    }
}
