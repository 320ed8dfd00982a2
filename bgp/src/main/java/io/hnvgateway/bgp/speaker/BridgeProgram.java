package io.hnvgateway.bgp.speaker;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// How ExaBGP starts the bridge: the arguments' file of a `java @file`. The bridge lives long and
/// does little, so it has one compiler, a small heap and the serial collector;
/// `docs/decisions/028-bgp.md` has what it takes.
///
/// @param java the program
/// @param classPath what the bridge needs, and no more
public record BridgeProgram(Path java, List<Path> classPath) {
    private static final String MAIN = "io.hnvgateway.bgp.bridge.BridgeMain";

    /// Of this process's class path: our two modules, gRPC and what it stands on.
    private static final Pattern NEEDED =
            Pattern.compile(
                    "(bgp|packet)(-[^/]*\\.jar|/target/(classes|fast/main)/?)"
                            + "|(grpc|netty|protobuf-javalite|guava|failureaccess|perfmark-api|gson|jsr305)-[^/]*\\.jar");

    private static final List<String> OPTIONS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:CICompilerCount=1",
                    "-Xms8m",
                    "-Xmx256m",
                    "-XX:MaxNewSize=4m",
                    "-XX:+UseCompactObjectHeaders",
                    "-Xss256k",
                    "-XX:ReservedCodeCacheSize=16m",
                    "-XX:MaxMetaspaceSize=64m",
                    "-XX:MinHeapFreeRatio=10",
                    "-XX:MaxHeapFreeRatio=20",
                    "-XX:-UsePerfData",
                    "-XX:TrimNativeHeapInterval=1000",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Dio.netty.allocator.type=unpooled",
                    "-Dio.netty.noPreferDirect=true",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    /// With the class path and the Java of this process.
    public static BridgeProgram ofThisProcess() {
        List<Path> needed =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(entry -> NEEDED.matcher(entry).find())
                        .map(entry -> Path.of(entry).toAbsolutePath())
                        .filter(Files::exists)
                        .toList();
        return new BridgeProgram(Path.of(System.getProperty("java.home"), "bin", "java"), needed);
    }

    /// @param ofGateway belongs to the gateway's user; empty: the bridge has the same one
    /// @throws IllegalArgumentException if a path has a character that the file's form does not
    ///   know
    String arguments(Path directory, int shard, Path exabgp, Optional<Path> ofGateway) {
        List<String> lines = new ArrayList<>(OPTIONS);
        lines.add("-cp");
        lines.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
        lines.add(MAIN);
        lines.add(directory.toString());
        lines.add(Integer.toString(shard));
        lines.add(exabgp.toString());
        ofGateway.ifPresent(path -> lines.add(path.toString()));
        for (String line : lines) {
            if (line.chars().anyMatch(c -> c <= ' ' || "\"'#\\".indexOf(c) >= 0)) {
                throw new IllegalArgumentException(line + ": a path with blanks or quotes");
            }
        }
        return String.join("\n", lines) + "\n";
    }
}
