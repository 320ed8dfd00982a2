package io.hnvgateway.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Runs a program to its end.
public final class Command {
    private Command() {}

    /// Returns what the program wrote; throws with its last words if it failed.
    public static String run(List<String> words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(
                    "%s ended with %d: %s".formatted(String.join(" ", words), status, output));
        }
        return output;
    }

    /// The same for a line whose words hold no blanks.
    public static String line(String words) throws IOException, InterruptedException {
        return run(List.of(words.split(" ", -1)));
    }
}
