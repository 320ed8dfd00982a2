package io.hnvgateway.benchmarks.command;

import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.restart.RestartBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What tenants notice of a gateway that is killed and started again.
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description = "Kills the gateway and starts it again under load: what is lost, what grows.")
final class RestartCommand extends BenchCommand {
    static final int DEFAULT_RESTARTS = 20;
    static final int COMPARTMENTS = 100;
    static final int SESSIONS = 10_000;
    static final int PACKETS_A_SECOND = 10_000;
    static final int MINUTES = 60;

    private static final int QUICK_RESTARTS = 3;

    @Option(
            names = "--restarts",
            paramLabel = "N",
            description = "How many; default " + DEFAULT_RESTARTS + ".")
    private int restarts;

    @Option(
            names = "--compartments",
            paramLabel = "N",
            description = "Tenants; default ${DEFAULT-VALUE}.")
    private int compartments = COMPARTMENTS;

    @Option(
            names = "--sessions",
            paramLabel = "N",
            description = "Established ones of all tenants; default ${DEFAULT-VALUE}.")
    private int sessions = SESSIONS;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "No restart begins later; default ${DEFAULT-VALUE}.")
    private int minutes = MINUTES;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Packets of the sessions a second; default ${DEFAULT-VALUE}.")
    private int packetsPerSecond = PACKETS_A_SECOND;

    @Option(
            names = "--together",
            paramLabel = "N",
            description =
                    "Restarts between two counts of the packets lost, for a minute at most; "
                            + "default ${DEFAULT-VALUE}. More of them leave shorter pauses.")
    private int together = 1;

    @Option(
            names = "--variant",
            paramLabel = "V",
            description = "xdp, java or java-packet; default ${DEFAULT-VALUE}.")
    private String variant = "xdp";

    @Override
    void measure(Results results) throws Exception {
        int times = restarts > 0 ? restarts : quick() ? QUICK_RESTARTS : DEFAULT_RESTARTS;
        new RestartBench(
                        new RestartBench.Extent(
                                times,
                                minutes,
                                variant,
                                new RestartBench.Load(
                                        compartments, sessions, packetsPerSecond, together)),
                        out,
                        results)
                .run();
    }
}
