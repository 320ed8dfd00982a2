package io.hnvgateway.app.setup;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// Programs of the system that the setup calls.
@FunctionalInterface
interface Commands {
    /// Whether it ended well and in time.
    boolean run(String... words);

    /// Those of this system, with their messages where this program's go.
    static Commands ofSystem() {
        return Commands::runHere;
    }

    private static boolean runHere(String... words) {
        try {
            Process process =
                    new ProcessBuilder(words)
                            .redirectInput(ProcessBuilder.Redirect.PIPE)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            process.getOutputStream().close();
            if (process.waitFor(60, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
