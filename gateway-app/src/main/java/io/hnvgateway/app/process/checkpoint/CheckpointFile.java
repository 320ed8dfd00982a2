package io.hnvgateway.app.process.checkpoint;

import io.hnvgateway.packet.Memory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The mapped file. Made under another name and renamed when its header is sealed, so that nobody
/// finds half of one.
final class CheckpointFile implements AutoCloseable {
    static final String NAME = "checkpoint";
    static final String MODE = "rw-------";
    private static final String ASIDE = NAME + ".new";
    private static final int CHUNK_BYTES = 1 << 20;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;

    /// Why there is none to go on with.
    static final class UnfitException extends IOException {
        private static final long serialVersionUID = 1L;

        UnfitException(String why) {
            super(why);
        }
    }

    private CheckpointFile(FileChannel channel, long bytes) throws IOException {
        memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
        Memory.register(memory);
    }

    /// Maps the one that is there.
    ///
    /// @throws UnfitException if there is none, or it cannot be this gateway's
    static CheckpointFile find(Path directory, CheckpointShape shape, UUID boot)
            throws IOException {
        Path file = directory.resolve(NAME);
        check(file);
        try (FileChannel channel = FileChannel.open(file, options(Set.of()))) {
            long bytes = channel.size();
            if (bytes < CheckpointLayout.HEADER_BYTES) {
                throw new UnfitException(file + " is too short: " + bytes + " bytes");
            }
            try (CheckpointFile page = new CheckpointFile(channel, CheckpointLayout.HEADER_BYTES)) {
                Optional<String> misfit = page.header().misfit(shape, boot, System.nanoTime());
                if (misfit.isPresent()) {
                    throw new UnfitException(file + " " + misfit.get());
                }
            }
            if (bytes != shape.bytes()) {
                throw new UnfitException(
                        "%s has %d bytes instead of %d".formatted(file, bytes, shape.bytes()));
            }
            return new CheckpointFile(channel, bytes);
        }
    }

    private static void check(Path file) throws IOException {
        Map<String, Object> is;
        try {
            is =
                    Files.readAttributes(
                            file,
                            "unix:uid,nlink,permissions,isRegularFile",
                            LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw new UnfitException("there is no " + file);
        }
        if (!Boolean.TRUE.equals(is.get("isRegularFile"))
                || !Integer.valueOf(1).equals(is.get("nlink"))) {
            throw new UnfitException(file + " is no plain file");
        }
        if (!Integer.valueOf(RuntimeDirectory.ownUser()).equals(is.get("uid"))) {
            throw new UnfitException(file + " belongs to user " + is.get("uid"));
        }
        if (!PosixFilePermissions.fromString(MODE).equals(is.get("permissions"))) {
            throw new UnfitException(file + " is open to others than its owner, or to nobody");
        }
    }

    private static Set<OpenOption> options(Set<OpenOption> more) {
        Set<OpenOption> all = new HashSet<>(more);
        all.addAll(
                Set.of(
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS));
        return all;
    }

    /// Puts a new one in place of what is there.
    static CheckpointFile make(
            Path directory, CheckpointShape shape, KeptSecrets secrets, UUID boot)
            throws IOException {
        remove(directory); // its room may be needed
        Path aside = directory.resolve(ASIDE);
        try (FileChannel channel =
                FileChannel.open(
                        aside,
                        options(Set.of(StandardOpenOption.CREATE_NEW)),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString(MODE)))) {
            fill(channel, shape.bytes());
            CheckpointFile made = new CheckpointFile(channel, shape.bytes());
            made.header().write(shape, secrets, boot, System.nanoTime());
            Files.move(aside, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
            return made;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(aside);
            throw e;
        }
    }

    /// Takes all its pages now: a store to one that the file system has no room for would end the
    /// process.
    private static void fill(FileChannel channel, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_BYTES);
        while (channel.position() < bytes) {
            zeros.position(0).limit((int) Math.min(CHUNK_BYTES, bytes - channel.position()));
            channel.write(zeros);
        }
    }

    /// Removes it; returns whether there was one.
    static boolean remove(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(ASIDE));
        return Files.deleteIfExists(directory.resolve(NAME));
    }

    CheckpointHeader header() {
        return new CheckpointHeader(memory.address());
    }

    MemorySegment memory() {
        return memory;
    }

    @Override
    public void close() {
        Memory.unregister(memory);
        arena.close();
    }
}
