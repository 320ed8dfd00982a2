package io.hnvgateway.dataplane.xdp;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.hnvgateway.dataplane.sys.CFunction;
import io.hnvgateway.dataplane.sys.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The kernel's numbers of its objects: what has another number is another one.
public final class KernelIds {
    private static final CFunction INFO = LibBpf.function("bpf_obj_get_info_by_fd");
    private static final CFunction PROGRAM = LibBpf.function("bpf_prog_get_fd_by_id");
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
            LibBpf.number("info", () -> INFO.call(fd, info.address(), length.address()));
            return info.get(JAVA_INT, 4);
        } finally {
            Libc.close(fd);
        }
    }

    /// The program that runs in a device's driver, 0 if there is none.
    public static int programOf(int device) {
        return KernelObjects.attachedTo(device).inDriver();
    }

    /// Changes one byte of the value of a pinned array with one entry.
    public static void spoil(Path map, int bytes, int offset) {
        int fd = KernelObjects.find(map.toString()).orElseThrow();
        try {
            BpfMap found = new BpfMap(map.toString(), fd);
            byte[] value = found.get(MapBytes.u32(0), bytes).orElseThrow();
            value[offset] ^= 1;
            found.put(MapBytes.u32(0), value);
        } finally {
            Libc.close(fd);
        }
    }

    public static boolean programExists(int id) {
        int fd = LibBpf.numberOrAbsent("program", () -> PROGRAM.call(id));
        if (fd >= 0) {
            Libc.close(fd);
        }
        return fd >= 0;
    }
}
