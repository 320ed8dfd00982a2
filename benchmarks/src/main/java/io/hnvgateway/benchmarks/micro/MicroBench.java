package io.hnvgateway.benchmarks.micro;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Runs the JMH benchmarks of this package.
@Command(
        name = "micro",
        mixinStandardHelpOptions = true,
        description = "JMH benchmarks of single parts.")
public final class MicroBench implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "PATTERN", description = "Which ones.")
    private String pattern = "";

    @Override
    public Integer call() throws RunnerException {
        String all = MicroBench.class.getPackageName() + ".*" + pattern + ".*";
        new Runner(new OptionsBuilder().include(all).build()).run();
        return 0;
    }
}
