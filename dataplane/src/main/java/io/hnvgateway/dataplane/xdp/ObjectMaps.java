package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.CFunction;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// The maps of an opened object that may outlive the process. Constants (`.rodata`) and what a
/// program has in work (`.bss`) belong to the one program that is loaded.
final class ObjectMaps {
    private static final CFunction NEXT = LibBpf.function("bpf_object__next_map");
    private static final CFunction NAME = LibBpf.function("bpf_map__name");
    private static final CFunction TYPE = LibBpf.function("bpf_map__type");
    private static final CFunction KEY_BYTES = LibBpf.function("bpf_map__key_size");
    private static final CFunction VALUE_BYTES = LibBpf.function("bpf_map__value_size");
    private static final CFunction ENTRIES = LibBpf.function("bpf_map__max_entries");
    private static final CFunction FLAGS = LibBpf.function("bpf_map__map_flags");
    private static final CFunction REUSE = LibBpf.function("bpf_map__reuse_fd");

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
                    LibBpf.number("map type", () -> TYPE.call(address)),
                    LibBpf.number("key size", () -> KEY_BYTES.call(address)),
                    LibBpf.number("value size", () -> VALUE_BYTES.call(address)),
                    LibBpf.number("map size", () -> ENTRIES.call(address)),
                    LibBpf.number("map flags", () -> FLAGS.call(address)));
        }

        /// Before the object is loaded: makes it the map of a descriptor, which is duplicated.
        void reuse(int fd) {
            LibBpf.number("reuse of map " + name, () -> REUSE.call(address, fd));
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
        return NEXT.call(object, map);
    }

    private static String name(long map) {
        long text = NAME.call(map);
        return MemorySegment.ofAddress(text).reinterpret(NAME_BYTES).getString(0);
    }
}
