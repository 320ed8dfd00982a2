package io.hnvgateway.dataplane.xdp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/// The maps of an opened object that may outlive the process. Constants (`.rodata`) and what a
/// program has in work (`.bss`) belong to the one program that is loaded.
final class ObjectMaps {
    private static final MethodHandle NEXT =
            LibBpf.handle("bpf_object__next_map", JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle NAME = LibBpf.handle("bpf_map__name", JAVA_LONG, JAVA_LONG);
    private static final MethodHandle TYPE = LibBpf.handle("bpf_map__type", JAVA_INT, JAVA_LONG);
    private static final MethodHandle KEY_BYTES =
            LibBpf.handle("bpf_map__key_size", JAVA_INT, JAVA_LONG);
    private static final MethodHandle VALUE_BYTES =
            LibBpf.handle("bpf_map__value_size", JAVA_INT, JAVA_LONG);
    private static final MethodHandle ENTRIES =
            LibBpf.handle("bpf_map__max_entries", JAVA_INT, JAVA_LONG);
    private static final MethodHandle FLAGS =
            LibBpf.handle("bpf_map__map_flags", JAVA_INT, JAVA_LONG);
    private static final MethodHandle REUSE =
            LibBpf.handle("bpf_map__reuse_fd", JAVA_INT, JAVA_LONG, JAVA_INT);

    private static final String SECTION_OF_DATA = ".data.";
    private static final int NAME_BYTES = 64;

    private ObjectMaps() {}

    /// One map, before or after the object is loaded.
    ///
    /// @param name as it is pinned: a bpffs takes no dots, `.data.ports` is `ports`
    /// @param address of libbpf's `struct bpf_map`
    record ObjectMap(String name, long address) {
        MapShape shape() {
            return new MapShape(
                    LibBpf.number("map type", c -> (int) TYPE.invokeExact(c, address)),
                    LibBpf.number("key size", c -> (int) KEY_BYTES.invokeExact(c, address)),
                    LibBpf.number("value size", c -> (int) VALUE_BYTES.invokeExact(c, address)),
                    LibBpf.number("map size", c -> (int) ENTRIES.invokeExact(c, address)),
                    LibBpf.number("map flags", c -> (int) FLAGS.invokeExact(c, address)));
        }

        /// Before the object is loaded: makes it the map of a descriptor, which is duplicated.
        void reuse(int fd) {
            LibBpf.number("reuse of map " + name, c -> (int) REUSE.invokeExact(c, address, fd));
        }

        int descriptor() {
            return LibBpf.mapDescriptor(address);
        }
    }

    static List<ObjectMap> of(long object) {
        List<ObjectMap> maps = new ArrayList<>();
        for (long map = next(object, 0); map != 0; map = next(object, map)) {
            String name = name(map);
            if (name.startsWith(SECTION_OF_DATA)) {
                maps.add(new ObjectMap(name.substring(SECTION_OF_DATA.length()), map));
            } else if (name.indexOf('.') < 0) {
                maps.add(new ObjectMap(name, map));
            }
        }
        return maps;
    }

    private static long next(long object, long map) {
        return LibBpf.pointerOrNull(c -> (long) NEXT.invokeExact(c, object, map));
    }

    private static String name(long map) {
        long text = LibBpf.pointerOrNull(c -> (long) NAME.invokeExact(c, map));
        return MemorySegment.ofAddress(text).reinterpret(NAME_BYTES).getString(0);
    }
}
