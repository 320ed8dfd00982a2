package io.hnvgateway.benchmarks;

import io.hnvgateway.benchmarks.command.EverythingCommand;
import io.hnvgateway.lab.netns.LabException;
import java.io.IOException;
import picocli.CommandLine;

/// `./hnv bench`: names the benchmarks and hands their results to table and file.
public final class BenchMain {
    private BenchMain() {}

    static void main(String[] arguments) {
        CommandLine commandLine = new CommandLine(new EverythingCommand());
        commandLine.setExecutionExceptionHandler(BenchMain::fail);
        System.exit(commandLine.execute(arguments));
    }

    /// One sentence for what the operator can mend; a stack for everything else.
    private static int fail(
            Exception exception, CommandLine commandLine, CommandLine.ParseResult parsed) {
        if (exception instanceof IOException
                || exception instanceof LabException
                || exception instanceof IllegalArgumentException) {
            commandLine.getErr().println("bench: " + exception.getMessage());
        } else {
            exception.printStackTrace(commandLine.getErr());
        }
        return 1;
    }
}
