package io.hnvgateway.lab;

import io.hnvgateway.lab.gateway.Forwarding;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The arguments of `./hnv demo`.
@Command(
        name = "./hnv demo",
        mixinStandardHelpOptions = true,
        description =
                "Builds the lab, sends real traffic through the gateway, prints what was proved.")
final class DemoOptions {
    @Option(names = "--exit", description = "End at once instead of staying up until Ctrl-C.")
    boolean exit;

    @Option(
            names = {"--data-path", "DataPath"},
            paramLabel = "xdp|packet|auto",
            description = "How the gateway takes frames (default: ${DEFAULT-VALUE}).")
    String dataPath = Forwarding.DEFAULT.dataPath();

    @Option(
            names = {"--executor", "Executor"},
            paramLabel = "xdp|java",
            description = "Who carries known flows (default: ${DEFAULT-VALUE}).")
    String executor = Forwarding.DEFAULT.executor();

    @Option(
            names = {"--workers", "Workers"},
            paramLabel = "N",
            description = "How many threads of the gateway forward (default: ${DEFAULT-VALUE}).")
    int workers = Forwarding.DEFAULT.workers();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the outcomes as JSON too.")
    @Nullable Path json;

    @Option(
            names = "--only",
            paramLabel = "WORD",
            split = ",",
            description = "Run only proofs whose name contains a word.")
    List<String> only = List.of();

    Forwarding forwarding() {
        return new Forwarding(dataPath, executor, workers);
    }

    boolean wants(String proof) {
        return only.isEmpty() || only.stream().anyMatch(proof::contains);
    }
}
