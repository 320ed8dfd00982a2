package io.hnvgateway.benchmarks.device;

import io.hnvgateway.benchmarks.traffic.LoadGenerator;
import io.hnvgateway.lab.netns.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where and when a process's forwarding threads run.
public final class Threads {
    private static final String LOWEST_PRIORITY = "1";

    private Threads() {}

    /// Ahead of what else runs on their core. Which core that is, the gateway chooses itself: not
    /// the first one, for a veth does not tell where its packets arrive.
    ///
    /// @param name what the threads' names contain
    public static void putFirst(Namespace namespace, long pid, String name) throws IOException {
        run(namespace, pid, name, LoadGenerator.PRIORITY);
    }

    /// Before all that has no real-time priority, and behind the threads that [#putFirst] put
    /// first.
    public static void putSecond(Namespace namespace, long pid, String name) throws IOException {
        run(namespace, pid, name, LOWEST_PRIORITY);
    }

    private static void run(Namespace namespace, long pid, String name, String priority)
            throws IOException {
        for (String thread : named(pid, name)) {
            namespace.must("chrt", "--rr", "-p", priority, thread);
        }
    }

    /// The same, and off the generator's core, where the packets arrive.
    public static void placeLast(Namespace namespace, long pid, String name) throws IOException {
        int last = Runtime.getRuntime().availableProcessors() - 1;
        for (String thread : named(pid, name)) {
            namespace.must("taskset", "-pc", "1-" + last, thread);
        }
        putFirst(namespace, pid, name);
    }

    private static List<String> named(long pid, String name) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.filter(thread -> comm(thread).contains(name))
                    .map(thread -> thread.getFileName().toString())
                    .toList();
        }
    }

    /// Empty for a thread that has ended meanwhile.
    private static String comm(Path thread) {
        try {
            return Files.readString(thread.resolve("comm"));
        } catch (IOException e) {
            return "";
        }
    }
}
