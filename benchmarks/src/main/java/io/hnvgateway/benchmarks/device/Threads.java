package io.hnvgateway.benchmarks.device;

import io.hnvgateway.benchmarks.traffic.LoadGenerator;
import io.hnvgateway.lab.netns.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Where a process's forwarding threads run.
final class Threads {
    private Threads() {}

    /// Off the generator's core, where the packets arrive, and ahead of what else runs there.
    ///
    /// @param name what the threads' names contain
    static void placeLast(Namespace namespace, long pid, String name) throws IOException {
        int last = Runtime.getRuntime().availableProcessors() - 1;
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads.toList()) {
                if (Files.readString(thread.resolve("comm")).contains(name)) {
                    String id = thread.getFileName().toString();
                    namespace.must("taskset", "-pc", "1-" + last, id);
                    namespace.must("chrt", "--rr", "-p", LoadGenerator.PRIORITY, id);
                }
            }
        }
    }
}
