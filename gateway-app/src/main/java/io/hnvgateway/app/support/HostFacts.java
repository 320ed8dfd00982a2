package io.hnvgateway.app.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What the host's own tools say: kernel, interfaces, routes, nft, BPF, the gateway's log. A tool
/// that is missing, fails or takes long says so in its part.
public final class HostFacts {
    private static final long LIMIT_SECONDS = 10;
    private static final Map<String, List<String>> COMMANDS = commands();

    private HostFacts() {}

    private static Map<String, List<String>> commands() {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put("kernel", List.of("uname", "-a"));
        commands.put("interfaces", List.of("ip", "-details", "-statistics", "address"));
        commands.put("routes-ipv4", List.of("ip", "-4", "route", "show", "table", "all"));
        commands.put("routes-ipv6", List.of("ip", "-6", "route", "show", "table", "all"));
        commands.put("rules", List.of("ip", "rule"));
        commands.put("neighbours", List.of("ip", "neighbour"));
        commands.put("nft", List.of("nft", "list", "ruleset"));
        commands.put("bpf-programs", List.of("bpftool", "prog", "list"));
        commands.put("bpf-maps", List.of("bpftool", "map", "list"));
        commands.put("bpf-links", List.of("bpftool", "net", "list"));
        commands.put("sockets", List.of("ss", "-tunlp"));
        commands.put("processes", List.of("ps", "-eo", "pid,ppid,pcpu,rss,etime,comm"));
        commands.put("memory", List.of("free", "-m"));
        commands.put("disk", List.of("df", "-k"));
        commands.put("clock", List.of("timedatectl", "show"));
        return commands;
    }

    /// Text by name of the part.
    public static Map<String, String> all() {
        Map<String, String> facts = new LinkedHashMap<>();
        COMMANDS.forEach((name, command) -> facts.put("host/" + name + ".txt", run(command)));
        return facts;
    }

    /// The end of the gateway's log.
    ///
    /// @param unit of systemd
    public static String journal(String unit, int lines) {
        return run(
                List.of(
                        "journalctl",
                        "--no-pager",
                        "-o",
                        "short-iso",
                        "-n",
                        Integer.toString(lines),
                        "-u",
                        unit));
    }

    /// The end of a file.
    public static String tail(Path file, int mostBytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            in.skipNBytes(Math.max(0, size - mostBytes));
            return new String(in.readNBytes(mostBytes), StandardCharsets.UTF_8);
        }
    }

    private static String run(List<String> command) {
        String head = "# " + String.join(" ", command) + "\n";
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            Thread watch =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                                        process.destroyForcibly();
                                    }
                                } catch (InterruptedException _) {
                                    Thread.currentThread().interrupt();
                                }
                            });
            try (InputStream in = process.getInputStream()) {
                byte[] said = in.readNBytes(BundleWriter.MOST_PART_BYTES);
                process.destroyForcibly();
                watch.interrupt();
                return head + new String(said, StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            return head + "cannot be run: " + e.getMessage() + "\n";
        }
    }
}
