package io.hnvgateway.bgp.bridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Asks `exabgp --validate` before ExaBGP reads a file, for it recovers from no fault. Blocks for
/// as long as Python takes to start.
final class Validator {
    /// What is wrong with a file; null if nothing is.
    interface Judge {
        @Nullable String fault(String text) throws IOException, InterruptedException;
    }

    private static final long LIMIT_SECONDS = 20;
    private static final String LISTEN = "exabgp_tcp_bind";

    private Validator() {}

    static Judge of(Path exabgp, NeighborFile file) {
        return text -> {
            Path candidate = file.aside(".candidate");
            NeighborFile.write(candidate, text);
            try {
                return fault(exabgp, candidate);
            } finally {
                Files.deleteIfExists(candidate);
            }
        };
    }

    private static @Nullable String fault(Path exabgp, Path candidate)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(exabgp.toString(), "--validate", candidate.toString());
        builder.environment().remove(LISTEN); // those addresses are in use
        builder.environment().put("exabgp_log_destination", "stdout");
        builder.redirectErrorStream(true);
        Process process = builder.start();
        try (var in = process.getInputStream()) {
            process.getOutputStream().close();
            String output = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return "its check took longer than " + LIMIT_SECONDS + " s";
            }
            return process.exitValue() == 0 ? null : reason(output);
        } finally {
            process.destroyForcibly();
        }
    }

    /// The lines of the log behind their columns, the last few.
    static String reason(String output) {
        List<String> lines =
                output.lines()
                        .map(line -> line.replaceFirst("^[^|]*\\|[^|]*\\|[^|]*\\|\\s*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .toList();
        return String.join("; ", lines.subList(Math.max(0, lines.size() - 6), lines.size()));
    }

    /// Which of the candidates are at fault: they are halved until it is found. What stands beside
    /// them is known to be right.
    static Map<String, String> faults(
            Judge judge,
            NeighborFile file,
            Map<String, String> right,
            List<String> candidates,
            Map<String, String> blocks)
            throws IOException, InterruptedException {
        Map<String, String> faults = new LinkedHashMap<>();
        Map<String, String> accepted = new LinkedHashMap<>(right);
        search(judge, file, accepted, candidates, blocks, faults);
        return faults;
    }

    private static void search(
            Judge judge,
            NeighborFile file,
            Map<String, String> accepted,
            List<String> candidates,
            Map<String, String> blocks,
            Map<String, String> faults)
            throws IOException, InterruptedException {
        if (candidates.isEmpty()) {
            return;
        }
        Map<String, String> together = new LinkedHashMap<>(accepted);
        candidates.forEach(peer -> together.put(peer, blocks.getOrDefault(peer, "")));
        @Nullable String fault = judge.fault(file.text(together, 0));
        if (fault == null) {
            accepted.putAll(together);
        } else if (candidates.size() == 1) {
            faults.put(candidates.getFirst(), fault);
        } else {
            int half = candidates.size() / 2;
            search(
                    judge,
                    file,
                    accepted,
                    new ArrayList<>(candidates.subList(0, half)),
                    blocks,
                    faults);
            search(
                    judge,
                    file,
                    accepted,
                    new ArrayList<>(candidates.subList(half, candidates.size())),
                    blocks,
                    faults);
        }
    }
}
