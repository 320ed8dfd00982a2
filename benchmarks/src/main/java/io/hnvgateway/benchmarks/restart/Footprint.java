package io.hnvgateway.benchmarks.restart;

import io.hnvgateway.lab.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a gateway holds of the machine, once it is ready: it must not grow from one to the next.
///
/// @param residentMebibytes of the process
/// @param maps that the process holds open, `descriptors` of all kinds
/// @param pins files of the pin directory, `links` of them XDP links
/// @param files of the state and the runtime directory, and `fileBytes` in them
record Footprint(
        double residentMebibytes,
        int maps,
        int descriptors,
        int pins,
        int links,
        int files,
        long fileBytes) {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final String LINK = "link-";

    static Footprint of(Gateway gateway) throws IOException {
        List<Path> pins = filesOf(gateway.pins());
        List<Path> files =
                Stream.of(gateway.stateDirectory(), gateway.runtimeDirectory())
                        .flatMap(directory -> filesOf(directory).stream())
                        .toList();
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return new Footprint(
                resident(gateway.pid()),
                maps(gateway.pid()),
                descriptors(gateway.pid()).size(),
                pins.size(),
                (int) pins.stream().filter(pin -> name(pin).startsWith(LINK)).count(),
                files.size(),
                bytes);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static double resident(long pid) throws IOException {
        Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
        if (!resident.find()) {
            throw new IOException("no VmRSS of process " + pid);
        }
        return Long.parseLong(resident.group(1)) / 1024.0;
    }

    private static List<Path> descriptors(long pid) {
        return filesOf(Path.of("/proc/" + pid + "/fd"));
    }

    private static int maps(long pid) throws IOException {
        int maps = 0;
        for (Path file : descriptors(pid)) {
            maps += isMap(file) ? 1 : 0;
        }
        return maps;
    }

    /// A descriptor may be closed between the look at the directory and this one.
    private static boolean isMap(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("bpf-map");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "%.0f MiB, %d maps, %d descriptors, %d pins, %d links, %d files of %d bytes"
                .formatted(residentMebibytes, maps, descriptors, pins, links, files, fileBytes);
    }

    private static List<Path> filesOf(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
