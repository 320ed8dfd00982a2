package io.hnvgateway.lab.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Writes into a pinned flow table what a killed writer would have left there (`tear.c`).
final class Tear {
    private final Path program;

    /// @param directory of the run
    Tear(Path directory) throws IOException, InterruptedException {
        Path source = directory.resolve("tear.c");
        try (InputStream in = Tear.class.getResourceAsStream("tear.c")) {
            Files.write(source, Objects.requireNonNull(in).readAllBytes());
        }
        program = directory.resolve("tear");
        run(List.of("clang", "-O2", source.toString(), "-o", program.toString()));
    }

    /// Tears all live entries; how many.
    int apart(Path pin) throws IOException, InterruptedException {
        return Integer.parseInt(run(List.of(program.toString(), pin.toString())));
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] output = process.getInputStream().readAllBytes();
        String text = new String(output, StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as("%s: %s", command, text).isZero();
        return text;
    }
}
