package io.hnvgateway.app.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/// A new `tar.gz` (POSIX ustar, gzip) of texts that only its owner can read. One thread.
public final class BundleWriter implements Closeable {
    /// Of one part; what is beyond is left out, and the part says so.
    static final int MOST_PART_BYTES = 8 << 20;

    /// Of all parts, before they are compressed.
    static final long MOST_BYTES = 96L << 20;

    private static final int BLOCK = 512;
    private static final int NAME_BYTES = 99;
    private static final int SUM_AT = 148;

    private final OutputStream out;
    private final long seconds;
    private long written;

    /// @param seconds since 1970, of all parts
    /// @throws IOException also if there is such a file already, which stays as it is
    public BundleWriter(Path file, long seconds) throws IOException {
        this.seconds = seconds;
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        out = new GZIPOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
    }

    /// Adds a part, redacted already.
    ///
    /// @param name as `show/drops.json`
    public void add(String name, String text) throws IOException {
        byte[] bytes = bounded(text);
        if (written + bytes.length > MOST_BYTES) {
            bytes = "left out: the bundle is full\n".getBytes(US_ASCII);
        }
        written += bytes.length;
        out.write(header(name, bytes.length));
        out.write(bytes);
        out.write(new byte[(BLOCK - bytes.length % BLOCK) % BLOCK]);
    }

    private static byte[] bounded(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length <= MOST_PART_BYTES) {
            return bytes;
        }
        byte[] note =
                "\n… %d bytes more are left out\n"
                        .formatted(bytes.length - MOST_PART_BYTES)
                        .getBytes(UTF_8);
        byte[] cut = Arrays.copyOf(bytes, MOST_PART_BYTES + note.length);
        System.arraycopy(note, 0, cut, MOST_PART_BYTES, note.length);
        return cut;
    }

    private byte[] header(String name, int size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name.length() > NAME_BYTES ? name.substring(0, NAME_BYTES) : name);
        put(header, 100, "0000600\0" + "0000000\0" + "0000000\0");
        put(header, 124, "%011o\0%011o\0".formatted(size, seconds));
        put(header, SUM_AT, "        0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, SUM_AT, "%06o\0 ".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    @Override
    public void close() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.close();
    }
}
