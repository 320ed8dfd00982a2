package io.hnvgateway.benchmarks.memory;

import io.hnvgateway.benchmarks.Command;
import io.hnvgateway.benchmarks.Result;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.Spread;
import io.hnvgateway.benchmarks.device.Variants;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Resident bytes that a NAT session takes of a gateway whose tables are as full as they may be, in
/// a virtual machine of its own.
public final class MemoryBench {
    /// Of one session.
    public static final Result.Load LOAD = new Result.Load("up", 0, 1, 1);

    private static final String MAIN = "io.hnvgateway.benchmarks.micro.SessionMemory";
    private static final Pattern FIGURE = Pattern.compile("bytes a session: ([0-9.]+)");

    private final PrintStream out;

    public MemoryBench(PrintStream out) {
        this.out = out;
    }

    public void run(Results results) throws IOException, InterruptedException {
        String output =
                Command.run(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:+PerfDisableSharedMem",
                                "-cp",
                                System.getProperty("java.class.path"),
                                MAIN));
        double bytes = bytes(output);
        results.add(
                new Result(
                        "memory", Variants.XDP, "session", LOAD, Spread.exactly(bytes), "bytes"));
        out.printf(Locale.ROOT, "%nmemory of a session: %.0f bytes%n", bytes);
    }

    static double bytes(String output) throws IOException {
        Matcher figure = FIGURE.matcher(output);
        if (!figure.find()) {
            throw new IOException("no bytes a session in: " + output);
        }
        return Double.parseDouble(figure.group(1));
    }
}
