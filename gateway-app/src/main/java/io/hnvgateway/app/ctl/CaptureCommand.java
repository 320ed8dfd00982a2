package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl capture`.
@Command(
        name = "capture",
        description =
                "Writes what one tenant's VMs send and get to a pcapng file. Meanwhile the workers"
                        + " decide each of its packets, which is slower.",
        mixinStandardHelpOptions = true)
final class CaptureCommand implements Callable<Integer> {
    /// The gateway must answer in time.
    private static final int MOST_SECONDS = 50;

    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Option(
            names = "--tenant",
            required = true,
            paramLabel = "NAME",
            description = "Name or RDID of the tenant.")
    private String tenant;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "A new file, for its owner alone.")
    private Path file;

    @Option(names = "--seconds", defaultValue = "10", description = "1..50; default 10.")
    private int seconds;

    @Option(
            names = "--bytes",
            defaultValue = "16777216",
            description = "Largest size of the file; default and at most 16777216.")
    private long bytes;

    @Override
    public Integer call() throws Exception {
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new ParameterException(
                    spec.commandLine(), "--seconds: %d: must be 1..50".formatted(seconds));
        }
        var request =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("request", "capture")
                        .put("tenant", tenant)
                        .put("seconds", seconds)
                        .put("bytes", bytes);
        try (Connection connection = parent.connect()) {
            JsonNode result = connection.request(request);
            PrivateFile.write(file, Base64.getDecoder().decode(result.path("pcapng").asText()));
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "%d frames in %s, %d lost%n",
                    result.path("frames").asLong(), file, result.path("lost").asLong());
            out.flush();
        }
        return 0;
    }
}
