package io.hnvgateway.benchmarks.command;

import io.hnvgateway.benchmarks.Machine;
import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.ResultsFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What all benchmarks have in common: they make rows, for people at once and for programs in a
/// file.
public abstract class BenchCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "Fewer and shorter rounds.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the results there.")
    private @Nullable Path json;

    /// The table for people.
    final PrintStream out = System.out;

    final boolean quick() {
        return quick;
    }

    /// Runs and adds rows.
    abstract void measure(Results results) throws Exception;

    /// After the rows are complete.
    ///
    /// @return exit code
    int conclude(Results results) {
        return 0;
    }

    /// What was measured before a failure is written too.
    @Override
    public final Integer call() throws Exception {
        Results results = new Results();
        out.println(Machine.describe());
        try {
            measure(results);
        } finally {
            if (json != null) {
                ResultsFile.of(quick, results).write(json);
            }
        }
        return conclude(results);
    }
}
