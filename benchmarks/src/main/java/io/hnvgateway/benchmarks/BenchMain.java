package io.hnvgateway.benchmarks;

import io.hnvgateway.benchmarks.config.ConfigBench;
import io.hnvgateway.benchmarks.forward.ForwardBench;
import io.hnvgateway.benchmarks.micro.MicroBench;
import io.hnvgateway.lab.netns.LabException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./hnv bench`: names the benchmarks and hands their results to table and file.
@Command(
        name = "hnv bench",
        mixinStandardHelpOptions = true,
        description = "Side-by-side benchmarks.",
        subcommands = {BenchMain.Forward.class, BenchMain.Config.class, MicroBench.class})
public final class BenchMain implements Callable<Integer> {
    private BenchMain() {}

    static void main(String[] arguments) {
        CommandLine commandLine = new CommandLine(new BenchMain());
        commandLine.setExecutionExceptionHandler(BenchMain::fail);
        System.exit(commandLine.execute(named(arguments)));
    }

    /// Options without the name of a benchmark are `forward`'s.
    private static String[] named(String[] arguments) {
        boolean own = List.of("-h", "--help", "-V", "--version").contains(first(arguments));
        if (own || !first(arguments).startsWith("-")) {
            return arguments;
        }
        return Stream.concat(Stream.of("forward"), Stream.of(arguments)).toArray(String[]::new);
    }

    private static String first(String[] arguments) {
        return arguments.length == 0 ? "" : arguments[0];
    }

    /// One sentence for what the operator can mend; a stack for everything else.
    private static int fail(
            Exception exception, CommandLine commandLine, CommandLine.ParseResult parsed) {
        if (exception instanceof IOException || exception instanceof LabException) {
            commandLine.getErr().println("bench: " + exception.getMessage());
        } else {
            exception.printStackTrace(commandLine.getErr());
        }
        return 1;
    }

    @Override
    public Integer call() throws Exception {
        return new Forward().call();
    }

    /// Packets a second and CPU time a packet.
    @Command(
            name = "forward",
            mixinStandardHelpOptions = true,
            description = "Packets a second and CPU time a packet, beside Linux.")
    static final class Forward implements Callable<Integer> {
        @Option(names = "--quick", description = "Fewer and shorter rounds.")
        private boolean quick;

        @Option(names = "--json", paramLabel = "FILE", description = "Write the results there.")
        private @Nullable Path json;

        @Option(
                names = "--only",
                paramLabel = "VARIANT",
                split = ",",
                description = "Leave out the other variants: java-xdp, java-packet, linux.")
        private @Nullable List<String> only;

        @Override
        public Integer call() throws Exception {
            Results results = new Results();
            new ForwardBench(quick, only, System.out).run(results);
            if (json != null) {
                results.write(json);
            }
            return 0;
        }
    }

    /// Time and memory of configuration at scale.
    @Command(
            name = "config",
            mixinStandardHelpOptions = true,
            description = "Time and memory to load 10,000 networks and to change single ones.")
    static final class Config implements Callable<Integer> {
        @Option(names = "--quick", description = "1,000 networks and fewer changes.")
        private boolean quick;

        @Option(names = "--json", paramLabel = "FILE", description = "Write the results there.")
        private @Nullable Path json;

        @Option(
                names = "--data-path",
                paramLabel = "PATH",
                description = "xdp or packet; default ${DEFAULT-VALUE}.")
        private String dataPath = "xdp";

        @Override
        public Integer call() throws Exception {
            Results results = new Results();
            new ConfigBench(quick, dataPath, System.out, results).run();
            if (json != null) {
                results.write(json);
            }
            return 0;
        }
    }
}
