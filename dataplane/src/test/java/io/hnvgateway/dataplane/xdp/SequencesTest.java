package io.hnvgateway.dataplane.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The program uses no entry that is being written, nor one that somebody writes while it is read:
/// the latter comes about in the kernel by chance only, so here the program's look-ups run in a
/// process, whose writer comes between each time.
class SequencesTest {
    private static final List<String> LOOKS =
            List.of(
                    "find_flow",
                    "find_flow6",
                    "is_from_vm",
                    "is_front_end",
                    "read_egress",
                    "read_next_hop");

    @Test
    void onlyWhatNobodyWritesIsUsed() throws IOException, InterruptedException {
        Path program = Files.createTempFile("sequences", "");
        try {
            run(
                    "clang",
                    "-O1",
                    "-Isrc/main/c",
                    "-I/usr/include/" + run("uname", "-m").getFirst() + "-linux-gnu",
                    "-o",
                    program.toString(),
                    "src/test/c/sequences.c");
            assertThat(run(program.toString()))
                    .isEqualTo(
                            Stream.of(" 1", " 0", " 0")
                                    .flatMap(used -> LOOKS.stream().map(look -> look + used))
                                    .toList());
        } finally {
            Files.delete(program);
        }
    }

    private static List<String> run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }
}
