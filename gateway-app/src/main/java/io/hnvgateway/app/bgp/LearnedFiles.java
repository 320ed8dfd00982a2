package io.hnvgateway.app.bgp;

import io.hnvgateway.app.compile.LearnedRoutes;
import io.hnvgateway.bgp.rib.RibSnapshot;
import io.hnvgateway.compartments.RoutingDomainId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is learned in each network, for the next process: one file a network beside the checkpoint,
/// written whole, aside, and renamed. One that is not as it should be is as none.
///
/// ```
/// magic 8 │ length 4 │ CRC-32 8 │ what peers said │ learned routes
/// ```
public final class LearnedFiles {
    /// What the names of the files begin with, as of all that belongs to a checkpoint.
    public static final String PREFIX = "checkpoint-bgp-routes-";

    /// What was learned in a network.
    record Kept(RibSnapshot said, LearnedRoutes learned) {}

    private static final Logger LOG = LoggerFactory.getLogger(LearnedFiles.class);
    private static final long MAGIC = 0x686e_7662_6770_0001L; // "hnvbgp", format 1
    private static final int MOST_BYTES = 256 << 20;

    private final Optional<Path> directory;
    private final String prefix;

    /// @param directory empty: nothing is kept
    /// @param prefix what the names of its files begin with
    public LearnedFiles(Optional<Path> directory, String prefix) {
        this.directory = directory;
        this.prefix = prefix;
    }

    Map<RoutingDomainId, Kept> read() {
        Map<RoutingDomainId, Kept> all = new HashMap<>();
        if (directory.isEmpty()) {
            return all;
        }
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(directory.get(), prefix + "*")) {
            for (Path file : found) {
                read(file, all);
            }
        } catch (NoSuchFileException _) {
            return all;
        } catch (IOException fault) {
            LOG.warn("event=learned-routes-not-read reason=\"{}\"", fault.toString());
        }
        return all;
    }

    private void read(Path file, Map<RoutingDomainId, Kept> all) {
        String name = String.valueOf(file.getFileName()).substring(prefix.length());
        try {
            RoutingDomainId rdid = new RoutingDomainId(UUID.fromString(name));
            all.put(rdid, parse(file));
        } catch (IOException | RuntimeException fault) {
            LOG.warn(
                    "event=learned-routes-not-read file={} reason=\"{}\" hint=\"peers say them"
                            + " again\"",
                    file,
                    fault.toString());
        }
    }

    private static Kept parse(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("it has more than " + MOST_BYTES + " bytes");
        }
        DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)));
        if (in.readLong() != MAGIC) {
            throw new IOException("it is of another kind");
        }
        int length = in.readInt();
        long sum = in.readLong();
        if (length != in.available()) {
            throw new IOException("it is cut short");
        }
        byte[] body = in.readNBytes(length);
        if (sum(body) != sum) {
            throw new IOException("its checksum is another");
        }
        DataInputStream content = new DataInputStream(new ByteArrayInputStream(body));
        RouteReader reader = new RouteReader(content);
        return new Kept(reader.snapshot(), reader.learned());
    }

    private static long sum(byte[] body) {
        CRC32 sum = new CRC32();
        sum.update(body);
        return sum.getValue();
    }

    /// Does not fail: what cannot be written costs the next process time.
    void write(RoutingDomainId rdid, Kept now) {
        if (directory.isEmpty()) {
            return;
        }
        Path file = file(rdid);
        Path aside = directory.get().resolve(prefix.substring(0, prefix.length() - 1) + ".new");
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            RouteWriter writer = new RouteWriter(new DataOutputStream(body));
            writer.snapshot(now.said);
            writer.learned(now.learned);
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(whole);
            out.writeLong(MAGIC);
            out.writeInt(body.size());
            out.writeLong(sum(body.toByteArray()));
            body.writeTo(out);
            Files.write(aside, whole.toByteArray());
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException fault) {
            LOG.warn(
                    "event=learned-routes-not-written file={} reason=\"{}\"",
                    file,
                    fault.toString());
        }
    }

    void remove(RoutingDomainId rdid) {
        try {
            if (directory.isPresent()) {
                Files.deleteIfExists(file(rdid));
            }
        } catch (IOException fault) {
            LOG.warn("event=learned-routes-not-removed reason=\"{}\"", fault.toString());
        }
    }

    /// Removes what any gateway left in a directory.
    ///
    /// @return whether there was something
    public static boolean removeAll(Path directory) throws IOException {
        boolean any = false;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path file : found) {
                any |= Files.deleteIfExists(file);
            }
        }
        return any;
    }

    private Path file(RoutingDomainId rdid) {
        return directory.orElseThrow().resolve(prefix + rdid.value());
    }
}
