package io.hnvgateway.app;

import io.hnvgateway.app.host.ConnectionSource;
import io.hnvgateway.app.process.Gateway;
import io.hnvgateway.app.process.RestartSignal;
import io.hnvgateway.app.process.StartException;
import io.hnvgateway.app.process.StartTimes;
import io.hnvgateway.app.supervise.Supervision;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.connection.ConnectionString;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts the gateway from a connection string and runs until SIGTERM, or SIGUSR2 for a restart.
@Command(
        name = "hnv-gateway",
        mixinStandardHelpOptions = true,
        description = "Runs the gateway until it is told to stop.")
public final class GatewayMain implements Callable<Integer> {
    private static final int CANNOT_START = 1;
    private static final String TEXT = "--connection-string";
    private static final String FILE = "--connection-string-file";

    @Option(
            names = TEXT,
            paramLabel = "STRING",
            description =
                    "key=value pairs joined by ';'. Or the environment's "
                            + ConnectionSource.VARIABLE
                            + ".")
    private @Nullable String text;

    @Option(
            names = FILE,
            paramLabel = "FILE",
            description =
                    "A file that holds it; lines with # are comments. Or the environment's "
                            + ConnectionSource.FILE_VARIABLE
                            + ".")
    private @Nullable Path file;

    private final StartTimes times;

    private GatewayMain(StartTimes times) {
        this.times = times;
    }

    public static void main(String[] arguments) throws Exception {
        GatewayMain main = new GatewayMain(StartTimes.ofProcess());
        System.exit(main.takes(arguments) ? main.call() : new CommandLine(main).execute(arguments));
    }

    /// The usual arguments, without picocli: it takes a tenth of the start.
    private boolean takes(String... arguments) {
        if (arguments.length == 2 && arguments[0].equals(TEXT)) {
            text = arguments[1];
            return true;
        }
        if (arguments.length == 2 && arguments[0].equals(FILE)) {
            file = Path.of(arguments[1]);
            return true;
        }
        return arguments.length == 0;
    }

    @Override
    public Integer call() throws Exception {
        PrintStream errors = System.err;
        try {
            String source = ConnectionSource.read(text, file, System.getenv());
            run(ConnectionString.parseForGateway(source));
            return 0;
        } catch (FaultsException faults) {
            faults.faults().stream().map(Fault::toString).forEach(errors::println);
        } catch (StartException | IOException failure) {
            errors.println(failure.getMessage());
        }
        return CANNOT_START;
    }

    private void run(ConnectionString connection) throws IOException, InterruptedException {
        times.end("connection-string");
        try (Supervision supervision = Supervision.of(System.getenv());
                Gateway gateway = new Gateway(connection, times, supervision)) {
            endBySignal(gateway, supervision);
            gateway.start();
            new CountDownLatch(1).await();
        }
    }

    /// SIGTERM and SIGINT run the shutdown hooks; this one stops the gateway cleanly, also while it
    /// starts. So does SIGUSR2, but the XDP program goes on for the gateway that follows.
    private static void endBySignal(Gateway gateway, Supervision supervision) {
        Thread stop =
                new Thread(
                        () -> {
                            supervision.stopping("ends");
                            gateway.end();
                        },
                        "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        RestartSignal.listen(
                System.getenv(),
                () -> {
                    gateway.keepFlowsForNext();
                    System.exit(0);
                });
    }
}
