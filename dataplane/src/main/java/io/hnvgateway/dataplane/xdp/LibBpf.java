package io.hnvgateway.dataplane.xdp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.hnvgateway.dataplane.sys.Errno;
import io.hnvgateway.dataplane.sys.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The functions of libbpf 1.x that the loader uses. Pointers are absolute addresses; a failure is
/// an exception with errno and what libbpf had to say. Used by control threads; what libbpf says
/// may be of another one's call.
final class LibBpf {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final SymbolLookup LIBRARY = library();

    private static final MethodHandle OPEN_MEM =
            handle("bpf_object__open_mem", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle LOAD = handle("bpf_object__load", JAVA_INT, JAVA_LONG);
    private static final MethodHandle CLOSE =
            LINKER.downcallHandle(
                    LIBRARY.findOrThrow("bpf_object__close"), FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final MethodHandle FIND_MAP =
            handle("bpf_object__find_map_by_name", JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle FIND_PROGRAM =
            handle("bpf_object__find_program_by_name", JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle MAP_FD = handle("bpf_map__fd", JAVA_INT, JAVA_LONG);
    private static final MethodHandle SET_MAX_ENTRIES =
            handle("bpf_map__set_max_entries", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SET_INITIAL_VALUE =
            handle("bpf_map__set_initial_value", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle POSSIBLE_CPUS = handle("libbpf_num_possible_cpus", JAVA_INT);
    private static final MethodHandle PROGRAM_FD = handle("bpf_program__fd", JAVA_INT, JAVA_LONG);
    private static final MethodHandle LINK_CREATE =
            handle("bpf_link_create", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle UPDATE =
            handle("bpf_map_update_elem", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle DELETE =
            handle("bpf_map_delete_elem", JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle LOOK_UP =
            handle("bpf_map_lookup_elem", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle NEXT_KEY =
            handle("bpf_map_get_next_key", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle ATTACHED =
            handle("bpf_xdp_query_id", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle PROGRAM_BY_ID =
            handle("bpf_prog_get_fd_by_id", JAVA_INT, JAVA_INT);
    private static final MethodHandle RUN =
            handle("bpf_prog_test_run_opts", JAVA_INT, JAVA_INT, JAVA_LONG);

    private static final LibBpfLog LOG = LibBpfLog.install(LIBRARY);

    private LibBpf() {}

    private static SymbolLookup library() {
        try {
            return SymbolLookup.libraryLookup("libbpf.so.1", Arena.global());
        } catch (IllegalArgumentException e) {
            throw new UnsupportedOperationException(
                    "libbpf.so.1 is not installed (Debian package libbpf1)", e);
        }
    }

    static MethodHandle handle(String name, ValueLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LIBRARY.findOrThrow(name),
                FunctionDescriptor.of(result, parameters),
                Linker.Option.captureCallState("errno"));
    }

    @FunctionalInterface
    interface Call {
        long run(MemorySegment capture) throws Throwable;
    }

    private static long pointer(String what, Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(CAPTURE);
            LOG.clear();
            long result = run(call, capture);
            if (result == 0) {
                throw new SystemCallException(what, (int) ERRNO.get(capture, 0L), LOG.text());
            }
            return result;
        }
    }

    /// Of a call that may well have nothing to give.
    static long pointerOrNull(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            return run(call, arena.allocate(CAPTURE));
        }
    }

    static int number(String what, Call call) {
        int result = numberOrAbsent(what, call);
        if (result < 0) {
            throw new SystemCallException(what, -result, LOG.text());
        }
        return result;
    }

    /// As [#number]; negative if there is no such thing (ENOENT).
    static int numberOrAbsent(String what, Call call) {
        try (Arena arena = Arena.ofConfined()) {
            LOG.clear();
            int result = (int) run(call, arena.allocate(CAPTURE));
            if (result < 0 && result != -Errno.ENOENT) {
                throw new SystemCallException(what, -result, LOG.text());
            }
            return result;
        }
    }

    private static long run(Call call, MemorySegment capture) {
        try {
            return call.run(capture);
        } catch (Throwable e) {
            throw new AssertionError("a downcall does not throw", e);
        }
    }

    static long openObject(MemorySegment elf) {
        return pointer(
                "open XDP program",
                c -> (long) OPEN_MEM.invokeExact(c, elf.address(), elf.byteSize(), 0L));
    }

    static void loadObject(long object) {
        number("load XDP program", c -> (int) LOAD.invokeExact(c, object));
    }

    static void closeObject(long object) {
        try {
            CLOSE.invokeExact(object);
        } catch (Throwable e) {
            throw new AssertionError("a downcall does not throw", e);
        }
    }

    static long findMap(long object, String name) {
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocateFrom(name).address();
            return pointer("map " + name, c -> (long) FIND_MAP.invokeExact(c, object, text));
        }
    }

    static int programDescriptor(long object, String name) {
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocateFrom(name).address();
            long program =
                    pointer(
                            "program " + name,
                            c -> (long) FIND_PROGRAM.invokeExact(c, object, text));
            return number("program " + name, c -> (int) PROGRAM_FD.invokeExact(c, program));
        }
    }

    static int mapDescriptor(long map) {
        return number("map descriptor", c -> (int) MAP_FD.invokeExact(c, map));
    }

    /// Before the object is loaded.
    static void maxEntries(long map, int entries) {
        number("map size", c -> (int) SET_MAX_ENTRIES.invokeExact(c, map, entries));
    }

    /// Before the object is loaded: the content of a section of constants, as long as the section.
    static void initialValue(long map, MemorySegment value) {
        number(
                "constants",
                c ->
                        (int)
                                SET_INITIAL_VALUE.invokeExact(
                                        c, map, value.address(), value.byteSize()));
    }

    /// CPUs that may ever be there; their numbers are less.
    static int possibleCpus() {
        return number("possible CPUs", c -> (int) POSSIBLE_CPUS.invokeExact(c));
    }

    /// @param options address of a `struct bpf_link_create_opts`
    static int createLink(String what, int program, int target, int attachType, long options) {
        return number(
                what, c -> (int) LINK_CREATE.invokeExact(c, program, target, attachType, options));
    }

    static void update(String map, int fd, long key, long value) {
        number("update of map " + map, c -> (int) UPDATE.invokeExact(c, fd, key, value, 0L));
    }

    static void delete(String map, int fd, long key) {
        number("deletion from map " + map, c -> (int) DELETE.invokeExact(c, fd, key));
    }

    /// Copies the value of a key to address `value`; false if there is none.
    static boolean lookUp(String map, int fd, long key, long value) {
        return numberOrAbsent(
                        "look-up in map " + map, c -> (int) LOOK_UP.invokeExact(c, fd, key, value))
                == 0;
    }

    /// Copies the key after `key`, or the first if that is 0, to address `next`; false at the end.
    static boolean nextKey(String map, int fd, long key, long next) {
        return numberOrAbsent(
                        "keys of map " + map, c -> (int) NEXT_KEY.invokeExact(c, fd, key, next))
                == 0;
    }

    /// A new descriptor of the program that is attached to a device.
    static int attachedProgram(int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment id = arena.allocate(ValueLayout.JAVA_INT);
            number(
                    "XDP program of device " + device,
                    c -> (int) ATTACHED.invokeExact(c, device, 0, id.address()));
            return program(id.get(ValueLayout.JAVA_INT, 0));
        }
    }

    /// A new descriptor of a program.
    static int program(int id) {
        return number("XDP program " + id, c -> (int) PROGRAM_BY_ID.invokeExact(c, id));
    }

    /// @param options address of a `struct bpf_test_run_opts`
    static void run(int program, long options) {
        number("run of an XDP program", c -> (int) RUN.invokeExact(c, program, options));
    }
}
