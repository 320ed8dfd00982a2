package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.DirectoryLock;
import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.sys.SystemCallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// A directory of a bpffs that holds the program's maps, each under its name, and for each device
/// `link-<device>`: what is named there outlives the process. One gateway's at a time, for as long
/// as it has this open, and nothing else may lie in it.
///
/// Owner: one control thread.
public final class Pins implements AutoCloseable {
    private static final long BPF_FS = 0xcafe4a11L;
    private static final int STATFS_BYTES = 128;
    private static final String LINK = "link-";

    /// The map that a gateway's directory has for as long as it has anything.
    static final String MARK = "identity";

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    private final Path directory;
    private final DirectoryLock lock;

    private Pins(Path directory) {
        this.directory = directory;
        lock =
                DirectoryLock.tryAcquire(directory)
                        .orElseThrow(() ->
                                new InUseException(
                                        "PinDirectory: " + DirectoryLock.heldBy(directory)));
    }

    /// Why nothing can be pinned in a directory, which need not exist: it must lie below the root
    /// of a bpffs.
    public static Optional<String> whyUnusable(Path directory) {
        Path parent = directory.toAbsolutePath().normalize().getParent();
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        boolean usable =
                parent != null
                        && isBpfFs(parent)
                        && (!Files.exists(directory)
                                || (Files.isDirectory(directory) && isBpfFs(directory)));
        return usable
                ? Optional.empty()
                : Optional.of(
                        directory
                                + " is not below the root of a bpffs (mount -t bpf bpf"
                                + " /sys/fs/bpf)");
    }

    private static boolean isBpfFs(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(STATFS_BYTES, 8);
            long text = arena.allocateFrom(path.toString()).address();
            return Libc.statfs(text, result.address()) == 0
                    && result.get(ValueLayout.JAVA_LONG, 0) == BPF_FS;
        }
    }

    /// Opens a directory that is usable, and makes it if it does not exist; none but its owner may
    /// enter it.
    ///
    /// @throws InUseException if another gateway runs with it, or it is no gateway's
    public static Pins in(Path directory) {
        try {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Pins pins = opened(directory);
            Files.setPosixFilePermissions(directory, OWNER_ONLY);
            return pins;
        } catch (IOException e) {
            throw new UncheckedIOException("pin directory " + directory, e);
        }
    }

    /// Removes all that a gateway left pinned, its program from its devices first, and the
    /// directory.
    ///
    /// @return the names of what it held; empty if there is no such directory on a bpffs
    /// @throws InUseException if a gateway runs with it, or it is no gateway's
    public static List<String> detach(Path directory) {
        if (!Files.isDirectory(directory) || whyUnusable(directory).isPresent()) {
            return List.of();
        }
        try (Pins pins = opened(directory)) {
            return pins.remove();
        }
    }

    private static Pins opened(Path directory) {
        Pins pins = new Pins(directory);
        List<String> names = pins.names();
        if (!names.isEmpty() && !names.contains(MARK)) {
            pins.close();
            throw new InUseException(
                    "PinDirectory: "
                            + directory
                            + ": what is pinned there is no gateway's ("
                            + names.getFirst()
                            + "); name a directory of its own, such as "
                            + directory.resolve("hnv-gateway"));
        }
        return pins;
    }

    /// Removes all and the directory; to be closed then. The directory stays where it is not this
    /// user's to remove: under systemd it is made for the gateway, in one of root's.
    ///
    /// @return the names of what it held, sorted
    public List<String> remove() {
        List<String> removed = clear();
        if (names().isEmpty() && !mayRemove()) {
            return removed;
        }
        delete(directory);
        return removed;
    }

    private boolean mayRemove() {
        Path parent = directory.toAbsolutePath().getParent();
        return parent != null && Files.isWritable(parent);
    }

    /// Removes all but the directory, links first.
    ///
    /// @return the names, sorted
    public List<String> clear() {
        List<String> names = names();
        names.stream().filter(name -> name.startsWith(LINK)).forEach(this::removeLink);
        names.stream()
                .filter(name -> !name.startsWith(LINK) && !name.equals(MARK))
                .forEach(name -> delete(directory.resolve(name)));
        delete(directory.resolve(MARK));
        return names;
    }

    boolean isEmpty() {
        return names().isEmpty();
    }

    private List<String> names() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("pin directory " + directory, e);
        }
    }

    /// Ids of the programs of all links.
    Set<Integer> programs() {
        Set<Integer> programs = new HashSet<>();
        for (String name : names()) {
            OptionalInt link = name.startsWith(LINK) ? find(name) : OptionalInt.empty();
            if (link.isPresent()) {
                programs.add(KernelObjects.link(link.getAsInt()).program());
                Libc.close(link.getAsInt());
            }
        }
        return programs;
    }

    void pin(String name, int fd) {
        KernelObjects.pin(directory.resolve(name).toString(), fd);
    }

    /// Opens what is pinned under a name, if anything is; the descriptor is the caller's.
    OptionalInt find(String name) {
        return KernelObjects.find(directory.resolve(name).toString());
    }

    /// Writes that no sign of life was given, if there is a program that asks for it.
    public void stopHeartbeat() {
        OptionalInt map = find("heartbeat");
        if (map.isPresent()) {
            int fd = map.getAsInt();
            try (Mapping line = new BpfMap("heartbeat", fd).map(XdpProgram.HEARTBEAT_BYTES)) {
                line.segment().set(ValueLayout.JAVA_LONG, 0, 0);
            } finally {
                Libc.close(fd);
            }
        }
    }

    /// The name of a device's link. A bpffs takes no dots, which devices may have.
    static String linkName(NetDevice device) {
        return LINK + device.name().replace("%", "%25").replace(".", "%2e");
    }

    /// Removes the links of all devices but these.
    void removeOtherLinks(List<NetDevice> devices) {
        List<String> kept = devices.stream().map(Pins::linkName).toList();
        names().stream()
                .filter(name -> name.startsWith(LINK) && !kept.contains(name))
                .forEach(this::removeLink);
    }

    /// Takes the program from the link's device before it returns.
    void removeLink(String name) {
        OptionalInt link = find(name);
        if (link.isPresent()) {
            try {
                KernelObjects.detach("detach " + name, link.getAsInt());
            } catch (SystemCallException e) {
                // its device is gone, or it is no link: without its name nothing holds it
            } finally {
                Libc.close(link.getAsInt());
            }
        }
        delete(directory.resolve(name));
    }

    private void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("removal of " + path, e);
        }
    }

    /// Lets another gateway have the directory.
    @Override
    public void close() {
        lock.close();
    }
}
