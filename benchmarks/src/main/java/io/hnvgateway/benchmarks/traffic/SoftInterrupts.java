package io.hnvgateway.benchmarks.traffic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The kernel's threads for soft interrupts that found no time elsewhere.
final class SoftInterrupts {
    private static final String NAME = "ksoftirqd/";

    private SoftInterrupts() {}

    static List<Long> threads() throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> isNumber(process.getFileName().toString()))
                    .filter(SoftInterrupts::isOne)
                    .map(process -> Long.valueOf(process.getFileName().toString()))
                    .toList();
        }
    }

    private static boolean isNumber(String name) {
        return name.chars().allMatch(Character::isDigit);
    }

    private static boolean isOne(Path process) {
        try {
            return Files.readString(process.resolve("comm")).startsWith(NAME);
        } catch (IOException e) {
            return false; // ended meanwhile
        }
    }
}
