package io.hnvgateway.dataplane.xdp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.hnvgateway.dataplane.sys.CFunction;
import io.hnvgateway.dataplane.sys.Libc;
import io.hnvgateway.dataplane.sys.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalInt;

/// Maps and links as the kernel knows them: their pins, what it says of them, and a link's program.
/// Descriptors are the caller's to close.
final class KernelObjects {
    private static final CFunction PIN = LibBpf.function("bpf_obj_pin");
    private static final CFunction GET = LibBpf.function("bpf_obj_get");
    private static final CFunction INFO = LibBpf.function("bpf_obj_get_info_by_fd");
    private static final CFunction LINK_UPDATE = LibBpf.function("bpf_link_update");
    private static final CFunction LINK_DETACH = LibBpf.function("bpf_link_detach");
    private static final CFunction XDP_QUERY = LibBpf.function("bpf_xdp_query");

    private static final int INFO_BYTES = 256;
    private static final int XDP_LINK = 6;
    private static final int QUERY_BYTES = 32;
    private static final int PROGRAM_ID = 4;
    private static final int PROGRAM_TAG = 8;
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
            LibBpf.number("pin " + path, () -> PIN.call(fd, text));
        }
    }

    /// Opens what is pinned under a path, if anything is.
    static OptionalInt find(String path) {
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocateFrom(path).address();
            int fd = LibBpf.numberOrAbsent("open " + path, () -> GET.call(text));
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
                () -> INFO.call(fd, info.address(), length.address()));
        return info;
    }

    /// Puts another program in the place of a link's, in one step.
    static void replaceProgram(String what, int link, int program) {
        LibBpf.number(what, () -> LINK_UPDATE.call(link, program, 0));
    }

    /// Takes the program from the device now; a mere unpinning would take it some time later.
    static void detach(String what, int link) {
        LibBpf.number(what, () -> LINK_DETACH.call(link));
    }

    /// Of a program that is there; its first 15 characters.
    static Optional<String> nameOfProgram(int id) {
        OptionalInt fd = program(id);
        if (fd.isEmpty()) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            return Optional.of(info(arena, fd.getAsInt()).getString(PROGRAM_NAME));
        } finally {
            Libc.close(fd.getAsInt());
        }
    }

    /// Opens a program, if it is there still.
    static OptionalInt program(int id) {
        try {
            return OptionalInt.of(LibBpf.program(id));
        } catch (SystemCallException gone) {
            return OptionalInt.empty();
        }
    }

    /// How the kernel knows a program.
    ///
    /// @param digest of what it was made of
    static ProgramIdentity identify(String digest, int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = info(arena, fd);
            return new ProgramIdentity(
                    digest, info.get(JAVA_LONG, PROGRAM_TAG), info.get(JAVA_INT, PROGRAM_ID));
        }
    }

    static Attached attachedTo(int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment query = arena.allocate(QUERY_BYTES, 8);
            query.set(JAVA_LONG, 0, QUERY_BYTES);
            LibBpf.number(
                    "XDP programs of device " + device,
                    () -> XDP_QUERY.call(device, 0, query.address()));
            return new Attached(query.get(JAVA_INT, 12), query.get(JAVA_INT, 20));
        }
    }
}
