package io.hnvgateway.dataplane.xdp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.hnvgateway.dataplane.sys.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The kernel's numbers of its objects: what has another number is another one.
public final class KernelIds {
    private static final MethodHandle INFO =
            LibBpf.handle("bpf_obj_get_info_by_fd", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PROGRAM =
            LibBpf.handle("bpf_prog_get_fd_by_id", JAVA_INT, JAVA_INT);
    private static final int INFO_BYTES = 256;

    private KernelIds() {}

    /// Name and number of all that is pinned in a directory.
    public static String pinned(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted()
                    .map(file -> file.getFileName() + "=" + id(file))
                    .collect(Collectors.joining(" "));
        }
    }

    private static int id(Path file) {
        int fd = KernelObjects.find(file.toString()).orElseThrow();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(INFO_BYTES, 8);
            MemorySegment length = arena.allocateFrom(JAVA_INT, INFO_BYTES);
            LibBpf.number(
                    "info", c -> (int) INFO.invokeExact(c, fd, info.address(), length.address()));
            return info.get(JAVA_INT, 4);
        } finally {
            Libc.close(fd);
        }
    }

    /// The program that runs in a device's driver, 0 if there is none.
    public static int programOf(int device) {
        return KernelObjects.attachedTo(device).inDriver();
    }

    public static boolean programExists(int id) {
        int fd = LibBpf.numberOrAbsent("program", c -> (int) PROGRAM.invokeExact(c, id));
        if (fd >= 0) {
            Libc.close(fd);
        }
        return fd >= 0;
    }
}
