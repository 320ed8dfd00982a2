package io.hnvgateway.bgp.bridge;

import io.hnvgateway.bgp.contract.Family;
import io.hnvgateway.bgp.contract.Nlri;
import io.hnvgateway.bgp.contract.PutPeer;
import io.hnvgateway.packet.Ipv4Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// ExaBGP's configuration: the process that it runs, and one block for each neighbor. Nothing in it
/// is a stranger's text: addresses and numbers only.
final class NeighborFile {
    private static final Pattern BLOCK =
            Pattern.compile(
                    "^neighbor (\\S+) \\{\\n(.*?)^\\}\\n", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern GENERATION =
            Pattern.compile("  description \"generation \\d+\";\\n");
    private static final String PROCESS = "bridge";

    private final Path path;
    private final String run;

    /// @param run the command by which ExaBGP starts the bridge
    NeighborFile(Path path, String run) {
        this.path = path;
        this.run = run;
    }

    /// @throws IllegalArgumentException naming what is wrong with the peer
    static String block(PutPeer peer) {
        StringBuilder families = new StringBuilder();
        for (Family family : peer.getFamiliesList()) {
            families.append(Commands.name(family)).append("; ");
        }
        int restart = peer.getGracefulRestartSeconds();
        return """
          local-address %s;
          local-as %s;
          peer-as %s;
          router-id %s;
          hold-time %d;
          passive %s;
          outgoing-ttl %d;
        %s  manual-eor true;
          adj-rib-in false;
          adj-rib-out true;
          group-updates true;
          capability { asn4 enable; route-refresh enable; extended-message disable; %s}
          family { %s}
          api { processes [ %s ]; neighbor-changes; receive { parsed; open; update; refresh; } }
        """
                .formatted(
                        Nlri.decodeAddress(peer.getLocalAddress()),
                        Integer.toUnsignedString(peer.getLocalAs()),
                        Integer.toUnsignedString(peer.getPeerAs()),
                        Ipv4Address.toString(peer.getRouterId()),
                        peer.getHoldSeconds(),
                        peer.getPassive(),
                        peer.getTtlSecurity() ? 255 : peer.getTtl(),
                        peer.getTtlSecurity() ? "  incoming-ttl 255;\n" : "",
                        restart > 0 ? "graceful-restart " + restart + "; " : "",
                        families,
                        PROCESS);
    }

    /// @param blocks by the peer's alias as text
    /// @param generation stands in each block, so that ExaBGP can be asked for it
    String text(Map<String, String> blocks, long generation) {
        StringBuilder text =
                new StringBuilder("process %s { run %s; encoder json; }\n".formatted(PROCESS, run));
        blocks.forEach((peer, block) ->
                text.append("neighbor %s {\n".formatted(peer))
                        .append("  description \"generation %d\";\n".formatted(generation))
                        .append(block)
                        .append("}\n"));
        return text.toString();
    }

    static String generationMark(long generation) {
        return "generation " + generation + "\"";
    }

    /// The blocks of the file that stands, as an earlier bridge wrote it.
    Map<String, String> read() throws IOException {
        Map<String, String> blocks = new LinkedHashMap<>();
        if (Files.exists(path)) {
            Matcher matcher = BLOCK.matcher(Files.readString(path));
            while (matcher.find()) {
                blocks.put(matcher.group(1), GENERATION.matcher(matcher.group(2)).replaceAll(""));
            }
        }
        return blocks;
    }

    /// Beside the file, for validation.
    Path aside(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    /// Puts the file in place as a whole: whoever reads sees the old one or this one.
    void replace(String text) throws IOException {
        Path early = aside(".new");
        write(early, text);
        Files.move(early, path, StandardCopyOption.ATOMIC_MOVE);
    }

    static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    static Map<String, String> only(Map<String, String> blocks, Collection<String> peers) {
        Map<String, String> some = new LinkedHashMap<>(blocks);
        some.keySet().retainAll(peers);
        return some;
    }
}
