package io.hnvgateway.app.process.checkpoint;

import io.hnvgateway.app.compile.PuntLedger;
import io.hnvgateway.app.desired.BgpPeering;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.punt.AliasAddress;
import io.hnvgateway.packet.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which BGP peer has which number, beside the checkpoint: it holds whatever becomes of that, for
/// the speakers go on.
///
/// ```
/// hnv-bgp-peers 1 NEXT COUNT
/// NUMBER ROUTING-DOMAIN PEER LOCAL
/// end
/// ```
///
/// Written whole, aside, and renamed. A file that is not as it should be is as none.
final class PuntFile implements PuntLedger {
    private static final Logger LOG = LoggerFactory.getLogger(PuntFile.class);
    private static final String NAME = CheckpointFile.NAME + "-bgp-peers";
    private static final String FORMAT = "hnv-bgp-peers 1 ";
    private static final String END = "end";
    private static final int MOST_BYTES = 16 << 20;

    private final Path file;
    private final Path aside;

    PuntFile(Path directory) {
        file = directory.resolve(NAME);
        aside = directory.resolve(NAME + ".new");
    }

    /// Removes it.
    ///
    /// @return whether it was there
    static boolean remove(Path directory) throws IOException {
        return Files.deleteIfExists(directory.resolve(NAME));
    }

    @Override
    public Kept kept() {
        try {
            return Files.size(file) > MOST_BYTES
                    ? refused("it has more than " + MOST_BYTES + " bytes")
                    : parse(Files.readAllLines(file, StandardCharsets.US_ASCII));
        } catch (NoSuchFileException _) {
            return Kept.NOTHING;
        } catch (IOException | IllegalArgumentException fault) {
            return refused(fault.toString());
        }
    }

    private Kept refused(String why) {
        LOG.warn(
                "event=bgp-peers-not-read file={} reason=\"{}\" hint=\"sessions begin anew\"",
                file,
                why);
        return Kept.NOTHING;
    }

    private static Kept parse(List<String> lines) {
        require(!lines.isEmpty() && lines.getFirst().startsWith(FORMAT), "the first line");
        String[] head = lines.getFirst().substring(FORMAT.length()).split(" ", -1);
        require(head.length == 2, "the first line");
        int next = Integer.parseInt(head[0]);
        require(next > 0 && next <= AliasAddress.LIMIT, "the next number");
        require(lines.getLast().equals(END), "the last line");
        require(Integer.parseInt(head[1]) == lines.size() - 2, "the number of lines");
        List<Numbered> peers = new ArrayList<>();
        Set<Object> known = new HashSet<>();
        for (String line : lines.subList(1, lines.size() - 1)) {
            Numbered peer = peer(line.split(" ", -1));
            require(peer.number() > 0 && peer.number() < next, line);
            require(
                    known.add(peer.number()) && known.add(List.of(peer.rdid(), peer.peering())),
                    line);
            peers.add(peer);
        }
        return new Kept(next, peers);
    }

    private static Numbered peer(String[] words) {
        require(words.length == 4, String.join(" ", words));
        return new Numbered(
                Integer.parseInt(words[0]),
                new RoutingDomainId(UUID.fromString(words[1])),
                new BgpPeering(IpAddress.parse(words[2]), IpAddress.parse(words[3])));
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new IllegalArgumentException("not as written: " + what);
        }
    }

    @Override
    public void write(Kept all) {
        String head = FORMAT + all.next() + " " + all.peers().size();
        try {
            Files.writeString(
                    aside,
                    Stream.concat(Stream.of(head), all.peers().stream().map(PuntFile::line))
                            .collect(Collectors.joining("\n", "", "\n" + END + "\n")),
                    StandardCharsets.US_ASCII);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException fault) {
            LOG.warn(
                    "event=bgp-peers-not-written file={} reason=\"{}\" hint=\"BGP sessions may end"
                            + " at the next start\"",
                    file,
                    fault.toString());
        }
    }

    private static String line(Numbered peer) {
        return "%d %s %s %s"
                .formatted(
                        peer.number(),
                        peer.rdid().value(),
                        peer.peering().peer(),
                        peer.peering().local());
    }
}
