package io.hnvgateway.benchmarks.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The threads of a Java virtual machine that compile. Generator and workers run before everything
/// else here, so on two cores these get a turn in the breaks only: code that is hot already would
/// stay interpreted, and a measurement would tell how it starts, not how it runs.
public final class Compilers {
    private static final String NAME = "CompilerThre"; // the kernel cuts names at 15 characters
    private static final Duration LOOK = Duration.ofMillis(250);

    /// CPU time between two looks that is none to speak of.
    private static final long QUIET_NS = 2_500_000;

    private static final int QUIET_LOOKS = 2;
    private static final int MOST_LOOKS = 120;

    private Compilers() {}

    /// Waits until all that was asked for is compiled, half a minute at most.
    public static void awaitRest(long pid) throws IOException, InterruptedException {
        long beforeNs = cpuNs(pid);
        int quiet = 0;
        for (int look = 0; look < MOST_LOOKS && quiet < QUIET_LOOKS; look++) {
            Thread.sleep(LOOK);
            long nowNs = cpuNs(pid);
            quiet = nowNs - beforeNs < QUIET_NS ? quiet + 1 : 0;
            beforeNs = nowNs;
        }
    }

    /// Together; idle ones end now and then, which takes theirs away.
    private static long cpuNs(long pid) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.mapToLong(Compilers::cpuNsOf).sum();
        }
    }

    /// 0 for other threads, and for one that has ended meanwhile.
    private static long cpuNsOf(Path thread) {
        try {
            if (!Files.readString(thread.resolve("comm")).contains(NAME)) {
                return 0;
            }
            String text = Files.readString(thread.resolve("schedstat"));
            return Long.parseLong(List.of(text.split(" ", -1)).getFirst());
        } catch (IOException e) {
            return 0;
        }
    }
}
