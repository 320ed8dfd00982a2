package io.hnvgateway.dataplane.cores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What `/proc` and `/sys` say; what is not there, or cannot be read, is empty.
///
/// @param proc `/proc`, elsewhere in tests
/// @param sys `/sys`, elsewhere in tests
record KernelFiles(Path proc, Path sys) {
    static final KernelFiles OF_HOST = new KernelFiles(Path.of("/proc"), Path.of("/sys"));

    static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /// The names in a folder, sorted.
    static List<String> names(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// Of a network device.
    Path device(String name) {
        return sys.resolve("class/net").resolve(name);
    }

    /// The hardware of a network device and what that hangs on: virtio devices have their
    /// interrupts and their NUMA node there. Through links, so the path must stay as it is.
    List<Path> hardware(String name) {
        Path hardware = device(name).resolve("device");
        return List.of(hardware, hardware.resolve(".."));
    }
}
