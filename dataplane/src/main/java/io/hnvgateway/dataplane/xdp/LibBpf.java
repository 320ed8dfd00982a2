package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.CFunction;
import io.hnvgateway.dataplane.sys.Errno;
import io.hnvgateway.dataplane.sys.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;

/// The functions of libbpf 1.x that the loader uses. Pointers are absolute addresses; a failure is
/// an exception with errno and what libbpf had to say. Used by control threads; what libbpf says
/// may be of another one's call.
final class LibBpf {
    private static final SymbolLookup LIBRARY = library();

    private static final CFunction OPEN_MEM = function("bpf_object__open_mem");
    private static final CFunction LOAD = function("bpf_object__load");
    private static final CFunction CLOSE = function("bpf_object__close");
    private static final CFunction FIND_MAP = function("bpf_object__find_map_by_name");
    private static final CFunction FIND_PROGRAM = function("bpf_object__find_program_by_name");
    private static final CFunction MAP_FD = function("bpf_map__fd");
    private static final CFunction SET_MAX_ENTRIES = function("bpf_map__set_max_entries");
    private static final CFunction SET_INITIAL_VALUE = function("bpf_map__set_initial_value");
    private static final CFunction POSSIBLE_CPUS = function("libbpf_num_possible_cpus");
    private static final CFunction PROGRAM_FD = function("bpf_program__fd");
    private static final CFunction LINK_CREATE = function("bpf_link_create");
    private static final CFunction UPDATE = function("bpf_map_update_elem");
    private static final CFunction DELETE = function("bpf_map_delete_elem");
    private static final CFunction LOOK_UP = function("bpf_map_lookup_elem");
    private static final CFunction NEXT_KEY = function("bpf_map_get_next_key");
    private static final CFunction ATTACHED = function("bpf_xdp_query_id");
    private static final CFunction PROGRAM_BY_ID = function("bpf_prog_get_fd_by_id");
    private static final CFunction RUN = function("bpf_prog_test_run_opts");

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

    static CFunction function(String name) {
        return CFunction.in(LIBRARY, name);
    }

    /// Of one function, its result as it was returned.
    @FunctionalInterface
    interface Call {
        long run();
    }

    private static long pointer(String what, Call call) {
        LOG.clear();
        long result = call.run();
        if (result == 0) {
            throw new SystemCallException(what, CFunction.errno(), LOG.text());
        }
        return result;
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
        LOG.clear();
        int result = CFunction.number(call.run());
        if (result < 0 && result != -Errno.ENOENT) {
            throw new SystemCallException(what, -result, LOG.text());
        }
        return result;
    }

    static long openObject(MemorySegment elf) {
        return pointer("open XDP program", () -> OPEN_MEM.call(elf.address(), elf.byteSize(), 0));
    }

    static void loadObject(long object) {
        number("load XDP program", () -> LOAD.call(object));
    }

    static void closeObject(long object) {
        CLOSE.call(object);
    }

    static long findMap(long object, String name) {
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocateFrom(name).address();
            return pointer("map " + name, () -> FIND_MAP.call(object, text));
        }
    }

    static int programDescriptor(long object, String name) {
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocateFrom(name).address();
            long program = pointer("program " + name, () -> FIND_PROGRAM.call(object, text));
            return number("program " + name, () -> PROGRAM_FD.call(program));
        }
    }

    static int mapDescriptor(long map) {
        return number("map descriptor", () -> MAP_FD.call(map));
    }

    /// Before the object is loaded.
    static void maxEntries(long map, int entries) {
        number("map size", () -> SET_MAX_ENTRIES.call(map, entries));
    }

    /// Before the object is loaded: the content of a section of constants, as long as the section.
    static void initialValue(long map, MemorySegment value) {
        number("constants", () -> SET_INITIAL_VALUE.call(map, value.address(), value.byteSize()));
    }

    /// CPUs that may ever be there; their numbers are less.
    static int possibleCpus() {
        return number("possible CPUs", POSSIBLE_CPUS::call);
    }

    /// @param options address of a `struct bpf_link_create_opts`
    static int createLink(String what, int program, int target, int attachType, long options) {
        return number(what, () -> LINK_CREATE.call(program, target, attachType, options));
    }

    static void update(String map, int fd, long key, long value) {
        number("update of map " + map, () -> UPDATE.call(fd, key, value, 0));
    }

    static void delete(String map, int fd, long key) {
        number("deletion from map " + map, () -> DELETE.call(fd, key));
    }

    /// Copies the value of a key to address `value`; false if there is none.
    static boolean lookUp(String map, int fd, long key, long value) {
        return numberOrAbsent("look-up in map " + map, () -> LOOK_UP.call(fd, key, value)) == 0;
    }

    /// Copies the key after `key`, or the first if that is 0, to address `next`; false at the end.
    static boolean nextKey(String map, int fd, long key, long next) {
        return numberOrAbsent("keys of map " + map, () -> NEXT_KEY.call(fd, key, next)) == 0;
    }

    /// A new descriptor of the program that is attached to a device.
    static int attachedProgram(int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment id = arena.allocate(ValueLayout.JAVA_INT);
            number("XDP program of device " + device, () -> ATTACHED.call(device, 0, id.address()));
            return program(id.get(ValueLayout.JAVA_INT, 0));
        }
    }

    /// A new descriptor of a program.
    static int program(int id) {
        return number("XDP program " + id, () -> PROGRAM_BY_ID.call(id));
    }

    /// @param options address of a `struct bpf_test_run_opts`
    static void run(int program, long options) {
        number("run of an XDP program", () -> RUN.call(program, options));
    }
}
