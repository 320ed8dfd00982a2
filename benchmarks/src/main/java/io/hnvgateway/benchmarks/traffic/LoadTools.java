package io.hnvgateway.benchmarks.traffic;

import io.hnvgateway.benchmarks.Command;
import io.hnvgateway.benchmarks.ModuleFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Compiles the generator (C) into the module's target folder, when a source is newer.
public record LoadTools(Path program, Path object) {

    public static LoadTools build() throws IOException, InterruptedException {
        Path module = ModuleFolder.find();
        Path sources = module.resolve("src/main/c");
        Path target = Files.createDirectories(module.resolve("target/load"));
        LoadTools tools = new LoadTools(target.resolve("load"), target.resolve("traffic.bpf.o"));
        if (isNewer(sources, tools.program) || isNewer(sources, tools.object)) {
            tools.compile(sources);
        }
        return tools;
    }

    private static boolean isNewer(Path sources, Path output) throws IOException {
        if (!Files.exists(output)) {
            return true;
        }
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(output))
                        > 0) {
                    return true;
                }
            }
            return false;
        }
    }

    private void compile(Path sources) throws IOException, InterruptedException {
        List<String> common = List.of("clang", "-O2", "-Wall", "-Werror");
        List<String> kernel = new ArrayList<>(common);
        kernel.addAll(List.of("-g", "-target", "bpf", "-mcpu=v3"));
        kernel.add(
                "-I/usr/include/"
                        + System.getProperty("os.arch").replace("amd64", "x86_64")
                        + "-linux-gnu");
        kernel.addAll(List.of("-c", sources.resolve("traffic.bpf.c").toString()));
        kernel.addAll(List.of("-o", object.toString()));
        Command.run(kernel);
        List<String> user = new ArrayList<>(common);
        user.addAll(List.of(sources.resolve("load.c").toString(), "-o", program.toString()));
        user.addAll(List.of("-lbpf", "-lpthread"));
        Command.run(user);
    }
}
