package io.hnvgateway.app.telemetry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file `usage` in the state directory: lines of text and their SHA-256, replaced as a whole.
/// Used by one thread at a time.
///
/// ```
/// hnv-usage 1
/// tenant <RDID> <removed, seconds since 1970, or 0>
/// <kind>-<direction> <packets> <bytes> <packets of live flows> <their bytes>
/// sha256 <of all before>
/// ```
final class UsageFile {
    private static final Logger LOG = LoggerFactory.getLogger(UsageFile.class);
    private static final String HEAD = "hnv-usage 1\n";
    private static final String SUM = "sha256 ";
    private static final long MOST_BYTES = 256L << 20;
    private static final FileAttribute<?> OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;
    private final Path file;
    private final Path next;

    /// One tenant; arrays as [UsageSeries#none] has them.
    ///
    /// @param goneSinceSeconds since 1970; 0: it is there
    /// @param live what its live flows had counted, which is in `told`
    @SuppressWarnings("ArrayRecordComponent") // never compared; nobody writes to them
    record Saved(long goneSinceSeconds, long[] told, long[] live) {}

    UsageFile(Path directory) {
        this.directory = directory;
        file = directory.resolve("usage");
        next = directory.resolve("usage.next");
    }

    /// What the file says; nothing if there is none. A damaged one is set aside.
    Map<UUID, Saved> read() throws IOException {
        if (!Files.exists(file)) {
            return Map.of();
        }
        if (Files.size(file) > MOST_BYTES) {
            return aside("is larger than any that this version writes");
        }
        String text = new String(Files.readAllBytes(file), ISO_8859_1);
        int end = text.lastIndexOf(SUM);
        boolean whole =
                end >= 0
                        && text.startsWith(HEAD)
                        && text.substring(end + SUM.length()).strip().equals(digest(text, end));
        if (!whole) {
            return aside("is damaged");
        }
        try {
            return parse(text.substring(HEAD.length(), end));
        } catch (RuntimeException fault) {
            return aside("cannot be read: " + fault.getMessage());
        }
    }

    private Map<UUID, Saved> aside(String why) throws IOException {
        Path kept = directory.resolve("usage.damaged");
        Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
        LOG.error("event=usage-lost file={} reason=\"{}\" kept={}", file, why, kept);
        return Map.of();
    }

    private static Map<UUID, Saved> parse(String lines) {
        Map<UUID, Saved> all = new HashMap<>();
        Saved current = null;
        for (String line : lines.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("tenant")) {
                current =
                        new Saved(Long.parseLong(words[2]), UsageSeries.none(), UsageSeries.none());
                all.put(UUID.fromString(words[1]), current);
            } else if (current == null) {
                throw new IllegalArgumentException("a series before the first tenant");
            } else {
                series(current, words);
            }
        }
        return all;
    }

    /// One that this version does not know is left out.
    private static void series(Saved into, String[] words) {
        int at = UsageSeries.position(words[0]);
        if (at >= 0) {
            into.told[at] = Long.parseLong(words[1]);
            into.told[UsageSeries.COUNT + at] = Long.parseLong(words[2]);
            into.live[at] = Long.parseLong(words[3]);
            into.live[UsageSeries.COUNT + at] = Long.parseLong(words[4]);
        }
    }

    /// Durable when it returns; when it throws, what was there before is.
    void write(Map<UUID, Saved> all) throws IOException {
        StringBuilder text = new StringBuilder(HEAD);
        all.forEach((rdid, saved) -> append(text, rdid, saved));
        String sum = digest(text, text.length());
        text.append(SUM).append(sum).append('\n');
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(US_ASCII));
        Files.deleteIfExists(next);
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(next, options, OWNER)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static void append(StringBuilder text, UUID rdid, Saved saved) {
        text.append("tenant ").append(rdid).append(' ').append(saved.goneSinceSeconds());
        text.append('\n');
        for (int i = 0; i < UsageSeries.COUNT; i++) {
            int bytes = UsageSeries.COUNT + i;
            if (saved.told[i] != 0) {
                text.append(UsageSeries.ALL.get(i).text());
                text.append(' ').append(saved.told[i]).append(' ').append(saved.told[bytes]);
                text.append(' ').append(saved.live[i]).append(' ').append(saved.live[bytes]);
                text.append('\n');
            }
        }
    }

    private static String digest(CharSequence text, int end) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(
                            sha.digest(text.subSequence(0, end).toString().getBytes(ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
