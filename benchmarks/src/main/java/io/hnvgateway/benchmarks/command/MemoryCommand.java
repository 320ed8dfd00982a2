package io.hnvgateway.benchmarks.command;

import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.benchmarks.memory.MemoryBench;
import picocli.CommandLine.Command;

/// Bytes a session.
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description = "What a session takes of memory.")
final class MemoryCommand extends BenchCommand {
    @Override
    void measure(Results results) throws Exception {
        new MemoryBench(out).run(results);
    }
}
