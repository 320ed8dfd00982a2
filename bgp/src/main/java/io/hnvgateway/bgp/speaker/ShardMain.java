package io.hnvgateway.bgp.speaker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Writes what a shard begins with where systemd starts it, `hnv-speaker@.service`: the files of
/// [SpeakerFiles], and its environment as `shard-N.env`, which a shell reads.
///
/// Arguments: the shard's directory, its number, ExaBGP's program, a directory of the gateway's
/// user.
public final class ShardMain {
    private ShardMain() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 4 || !args[1].matches("\\d{1,3}")) {
            System.err.println(
                    "arguments: directory, number of the shard, exabgp's program, directory of the"
                            + " gateway's user");
            System.exit(2);
        }
        write(
                Path.of(args[0]),
                Integer.parseInt(args[1]),
                Path.of(args[2]),
                Path.of(args[3]),
                BridgeProgram.ofThisProcess());
    }

    static void write(Path directory, int shard, Path exabgp, Path ofGateway, BridgeProgram bridge)
            throws IOException {
        SpeakerFiles files =
                new SpeakerFiles(directory, exabgp, Path.of("/proc/self/ns/net"), bridge);
        files.prepare(shard, Optional.of(ofGateway));
        Map<String, String> environment =
                new TreeMap<>(files.environment(shard, System.getProperty("user.name")));
        StringBuilder text = new StringBuilder();
        environment.forEach(
                (name, value) -> text.append("%s='%s'\n".formatted(name, quotable(value))));
        Files.writeString(files.environmentFile(shard), text);
    }

    private static String quotable(String value) {
        if (value.indexOf('\'') >= 0) {
            throw new IllegalArgumentException(value + ": a quote");
        }
        return value;
    }
}
