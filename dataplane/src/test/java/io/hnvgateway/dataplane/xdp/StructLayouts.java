package io.hnvgateway.dataplane.xdp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Asks the compiler that makes the XDP program for sizes, offsets and constants of its headers.
final class StructLayouts {
    private static final Path SOURCE = Path.of("src/main/c");

    private StructLayouts() {}

    /// What constant expressions in C come to, by expression: `sizeof(struct flow_entry)`,
    /// `offsetof(struct flow_entry, word)`, `FLOW_PROBES`.
    static Map<String, Long> values(List<String> expressions) throws IOException {
        String program =
                "#include \"execute.h\"\n#include \"shares.h\"\n"
                        + "const __u64 values[] = {"
                        + expressions.stream()
                                .map(e -> "(__u64)(" + e + ")")
                                .collect(Collectors.joining(", "))
                        + "};\n";
        List<String> lines = assembly(program, "-O1");
        List<Long> values =
                lines.subList(lines.indexOf("values:"), lines.size()).stream()
                        .filter(line -> line.startsWith(".quad"))
                        .map(line -> Long.parseUnsignedLong(line.split("\\s+", -1)[1]))
                        .toList();
        if (values.size() < expressions.size()) {
            throw new IllegalStateException(String.join("\n", lines));
        }
        return IntStream.range(0, expressions.size())
                .boxed()
                .collect(Collectors.toMap(expressions::get, values::get));
    }

    /// Stripped lines of what the compiler makes of a program.
    static List<String> assembly(String program, String optimization) throws IOException {
        Path source = Files.createTempFile("layouts", ".c");
        try {
            Files.writeString(source, program);
            Process clang =
                    new ProcessBuilder(
                                    "clang",
                                    optimization,
                                    "-S",
                                    "-target",
                                    "bpf",
                                    "-mcpu=v3",
                                    "-include",
                                    "stddef.h",
                                    "-include",
                                    "linux/types.h",
                                    "-I/usr/include/" + machine() + "-linux-gnu",
                                    "-I" + SOURCE.toAbsolutePath(),
                                    "-o",
                                    "-",
                                    source.toString())
                            .redirectErrorStream(true)
                            .start();
            String text = new String(clang.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("\n", -1))
                    .map(line -> line.strip().replace('\t', ' '))
                    .toList();
        } finally {
            Files.delete(source);
        }
    }

    private static String machine() {
        String name = System.getProperty("os.arch");
        return name.equals("amd64") ? "x86_64" : name;
    }
}
