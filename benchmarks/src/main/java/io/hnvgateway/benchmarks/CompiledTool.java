package io.hnvgateway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The small C programs of `src/main/c`.
public final class CompiledTool {
    private CompiledTool() {}

    /// Compiles one of them; its path.
    public static Path of(String name) throws IOException, InterruptedException {
        Path module = ModuleFolder.find();
        Path source = module.resolve("src/main/c/" + name + ".c");
        Path program = Files.createDirectories(module.resolve("target/load")).resolve(name);
        Command.run(
                List.of(
                        "clang",
                        "-O2",
                        "-Wall",
                        "-Werror",
                        source.toString(),
                        "-o",
                        program.toString()));
        return program;
    }
}
