package io.hnvgateway.benchmarks.restart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// When the kernel began a process.
final class Begin {
    /// Field 22 of `/proc/<pid>/stat` (proc(5)) is the 20th behind the name, which may have spaces.
    private static final int FIELD = 19;

    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private Begin() {}

    /// By the clock of [System#nanoTime], which here is the kernel's since boot (the machine does
    /// not sleep); in steps of 10 ms.
    static long ofProcess(long pid) throws IOException {
        String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[FIELD]) * TICK_NS;
    }
}
