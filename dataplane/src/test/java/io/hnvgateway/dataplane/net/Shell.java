package io.hnvgateway.dataplane.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Programs of the host, for tests.
public final class Shell {
    private Shell() {}

    /// Runs a command of words separated by spaces; its failure is the test's.
    public static String run(String command) {
        return run(Arrays.asList(command.split(" ")));
    }

    public static String run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(start(command) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String start(List<String> command) {
        String whole = String.join(" ", command);
        return whole.length() < 200 ? whole : whole.substring(0, 200) + "...";
    }
}
