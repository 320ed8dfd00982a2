package io.hnvgateway.bgp.speaker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where shards have their files: `shard-N.{conf,args,py,log,out,pid,sock}`, and what they share,
/// in a directory of mode 0700.
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

    /// What starts ExaBGP, mended.
    Path launcher(int shard) {
        return file(shard, "py");
    }

    private Path file(int shard, String kind) {
        return directory.resolve("shard-" + shard + "." + kind);
    }

    /// For a process that begins with nothing.
    void prepare(int shard) throws IOException {
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        remove(shard);
        copy("exabgp.py", launcher(shard));
        copy(MODULE, directory.resolve(MODULE));
        Path arguments = file(shard, "args");
        Files.writeString(arguments, bridge.arguments(directory, shard, exabgp));
        Files.writeString(
                configuration(shard),
                "process bridge { run %s @%s; encoder json; }\n"
                        .formatted(bridge.java(), arguments));
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
