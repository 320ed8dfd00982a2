package io.hnvgateway.dataplane.xdp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.dataplane.sys.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.OptionalInt;

/// Maps and links as the kernel knows them: their pins, what it says of them, and a link's program.
/// Descriptors are the caller's to close.
final class KernelObjects {
    private static final MethodHandle PIN =
            LibBpf.handle("bpf_obj_pin", JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle GET = LibBpf.handle("bpf_obj_get", JAVA_INT, JAVA_LONG);
    private static final MethodHandle INFO =
            LibBpf.handle("bpf_obj_get_info_by_fd", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle LINK_UPDATE =
            LibBpf.handle("bpf_link_update", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle LINK_DETACH =
            LibBpf.handle("bpf_link_detach", JAVA_INT, JAVA_INT);
    private static final MethodHandle XDP_QUERY =
            LibBpf.handle("bpf_xdp_query", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);

    private static final int INFO_BYTES = 256;
    private static final int XDP_LINK = 6;
    private static final int QUERY_BYTES = 32;
    private static final int PROGRAM_NAME = 64;

    private KernelObjects() {}

    /// What a pinned link is.
    ///
    /// @param program id of its program
    /// @param device interface index; 0: the device is gone
    record XdpLink(int program, int device) {}

    /// Ids of a device's programs, 0 where it has none.
    record Attached(int inDriver, int generic) {}

    static void pin(String path, int fd) {
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocateFrom(path).address();
            LibBpf.number("pin " + path, c -> (int) PIN.invokeExact(c, fd, text));
        }
    }

    /// Opens what is pinned under a path, if anything is.
    static OptionalInt find(String path) {
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocateFrom(path).address();
            int fd = LibBpf.numberOrAbsent("open " + path, c -> (int) GET.invokeExact(c, text));
            return fd < 0 ? OptionalInt.empty() : OptionalInt.of(fd);
        }
    }

    static MapShape map(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = info(arena, fd);
            return new MapShape(
                    info.get(JAVA_INT, 0),
                    info.get(JAVA_INT, 8),
                    info.get(JAVA_INT, 12),
                    info.get(JAVA_INT, 16),
                    info.get(JAVA_INT, 20));
        }
    }

    static XdpLink link(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = info(arena, fd);
            return info.get(JAVA_INT, 0) == XDP_LINK
                    ? new XdpLink(info.get(JAVA_INT, 8), info.get(JAVA_INT, 16))
                    : new XdpLink(0, 0);
        }
    }

    private static MemorySegment info(Arena arena, int fd) {
        MemorySegment info = arena.allocate(INFO_BYTES, 8);
        MemorySegment length = arena.allocateFrom(JAVA_INT, INFO_BYTES);
        LibBpf.number(
                "what the kernel knows of a descriptor",
                c -> (int) INFO.invokeExact(c, fd, info.address(), length.address()));
        return info;
    }

    /// Puts another program in the place of a link's, in one step.
    static void replaceProgram(String what, int link, int program) {
        LibBpf.number(what, c -> (int) LINK_UPDATE.invokeExact(c, link, program, 0L));
    }

    /// Takes the program from the device now; a mere unpinning would take it some time later.
    static void detach(String what, int link) {
        LibBpf.number(what, c -> (int) LINK_DETACH.invokeExact(c, link));
    }

    /// Of a program that is there; its first 15 characters.
    static Optional<String> nameOfProgram(int id) {
        int fd;
        try {
            fd = LibBpf.program(id);
        } catch (SystemCallException gone) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            return Optional.of(info(arena, fd).getString(PROGRAM_NAME));
        } finally {
            Libc.close(fd);
        }
    }

    static Attached attachedTo(int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment query = arena.allocate(QUERY_BYTES, 8);
            query.set(JAVA_LONG, 0, QUERY_BYTES);
            LibBpf.number(
                    "XDP programs of device " + device,
                    c -> (int) XDP_QUERY.invokeExact(c, device, 0, query.address()));
            return new Attached(query.get(JAVA_INT, 12), query.get(JAVA_INT, 20));
        }
    }
}
