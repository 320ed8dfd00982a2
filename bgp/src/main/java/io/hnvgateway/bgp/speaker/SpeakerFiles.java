package io.hnvgateway.bgp.speaker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where shards have their files: `shard-N.{conf,args,env,py,log,out,pid,sock}`, and what they
/// share, in a directory of mode 0700.
///
/// @param exabgp its program
/// @param namespace the speakers' network namespace
record SpeakerFiles(Path directory, Path exabgp, Path namespace, BridgeProgram bridge) {
    private static final Pattern PID = Pattern.compile("shard-(\\d{1,6})\\.pid");
    private static final int MOST_LINES = 3;

    /// What every shard's program reads when it begins.
    private static final String MODULE = "rfc7606.py";

    SpeakerFiles {
        directory = directory.toAbsolutePath();
    }

    /// Shards that have, or had, a process.
    List<Integer> shards() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> PID.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> Integer.parseInt(name.group(1)))
                    .toList();
        }
    }

    Path socket(int shard) {
        return file(shard, "sock");
    }

    Path configuration(int shard) {
        return file(shard, "conf");
    }

    Path log(int shard) {
        return file(shard, "log");
    }

    Path output(int shard) {
        return file(shard, "out");
    }

    Path pid(int shard) {
        return file(shard, "pid");
    }

    /// For a shell that becomes ExaBGP.
    Path environmentFile(int shard) {
        return file(shard, "env");
    }

    /// What starts ExaBGP, mended.
    Path launcher(int shard) {
        return file(shard, "py");
    }

    private Path file(int shard, String kind) {
        return directory.resolve("shard-" + shard + "." + kind);
    }

    /// For a process that begins with nothing.
    void prepare(int shard) throws IOException {
        prepare(shard, Optional.empty());
    }

    /// As [#prepare(int)].
    ///
    /// @param ofGateway belongs to the gateway's user; empty: it is this process's
    void prepare(int shard, Optional<Path> ofGateway) throws IOException {
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        remove(shard);
        copy("exabgp.py", launcher(shard));
        copy(MODULE, directory.resolve(MODULE));
        Path arguments = file(shard, "args");
        Files.writeString(arguments, bridge.arguments(directory, shard, exabgp, ofGateway));
        Files.writeString(
                configuration(shard),
                "process bridge { run %s @%s; encoder json; }\n"
                        .formatted(bridge.java(), arguments));
    }

    /// Of ExaBGP's process.
    ///
    /// @param user whose it is
    Map<String, String> environment(int shard, String user) {
        return Map.ofEntries(
                Map.entry("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
                Map.entry("LANG", "C.UTF-8"),
                Map.entry("MALLOC_ARENA_MAX", "1"), // the bridge's compiler leaves 8 MiB in its own
                Map.entry("exabgp_daemon_user", user),
                Map.entry("exabgp_api_cli", "false"),
                Map.entry("exabgp_api_compact", "true"),
                Map.entry("exabgp_api_chunk", "500"),
                Map.entry(
                        "exabgp_tcp_bind",
                        Aliases.ofShard(shard, true) + " " + Aliases.ofShard(shard, false)),
                Map.entry("exabgp_log_level", "ERR"),
                Map.entry("exabgp_log_destination", log(shard).toString()),
                Map.entry("exabgp_reactor_speed", "0.1"));
    }

    private static void copy(String resource, Path to) throws IOException {
        try (InputStream in = SpeakerFiles.class.getResourceAsStream(resource)) {
            Files.write(to, Objects.requireNonNull(in).readAllBytes());
        }
    }

    /// Also what is half written, and the logs that ExaBGP has put aside (`shard-N.log.1` …).
    void remove(int shard) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(directory, "shard-" + shard + ".*")) {
            for (Path each : all) {
                Files.deleteIfExists(each);
            }
        }
    }

    /// What it said at last.
    String lastWords(int shard) {
        String logged = lastLines(log(shard));
        return logged.isEmpty() ? lastLines(output(shard)) : logged;
    }

    private static String lastLines(Path file) {
        try {
            List<String> lines =
                    Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
            return String.join(
                    "; ", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }
}
