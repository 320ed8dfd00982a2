package io.hnvgateway.benchmarks.command;

import io.hnvgateway.benchmarks.ResultsFile;
import io.hnvgateway.benchmarks.report.BenchmarksPage;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Figures into the documentation.
@Command(
        name = "docs",
        mixinStandardHelpOptions = true,
        description = "Write the figures of a run into docs/benchmarks.md.")
final class DocsCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "JSON", description = "Results of an earlier run.")
    private Path json = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PAGE",
            description = "The page; default ${DEFAULT-VALUE}.")
    private Path page = Path.of("docs/benchmarks.md");

    @Override
    public Integer call() throws Exception {
        BenchmarksPage.update(page, ResultsFile.read(json));
        return 0;
    }
}
