package io.hnvgateway.app.setup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The NICs of the host, from sysfs: what has a device behind it and a MAC address.
///
/// A virtual function behind a Hyper-V adapter has that adapter's MAC address and serves it; it is
/// none of its own.
///
/// @param directory `/sys/class/net`
record Nics(Path directory) {
    /// Hyper-V's synthetic adapter.
    static final String NETVSC = "hv_netvsc";

    private static final int MAX_NICS = 64;
    private static final int FILE_BYTES = 4096;
    private static final int UP = 1;
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

    /// In the kernel's order.
    List<Nic> all() throws IOException {
        List<Nic> found = new ArrayList<>();
        try (Stream<Path> names = Files.list(directory)) {
            names.map(this::nic).flatMap(Optional::stream).limit(MAX_NICS).forEach(found::add);
        } catch (NoSuchFileException | NotDirectoryException _) {
            return List.of();
        }
        List<String> synthetic =
                found.stream().filter(nic -> nic.driver().equals(NETVSC)).map(Nic::mac).toList();
        return found.stream()
                .filter(nic -> nic.driver().equals(NETVSC) || !synthetic.contains(nic.mac()))
                .sorted(Comparator.comparingInt(Nic::index))
                .toList();
    }

    private Optional<Nic> nic(Path at) {
        String mac = line(at.resolve("address"));
        if (!Files.exists(at.resolve("device")) || !MAC.matcher(mac).matches()) {
            return Optional.empty();
        }
        int speed = number(line(at.resolve("speed")));
        return Optional.of(
                new Nic(
                        String.valueOf(at.getFileName()),
                        number(line(at.resolve("ifindex"))),
                        mac,
                        driver(at.resolve("device/driver")),
                        (flags(at) & UP) != 0,
                        line(at.resolve("carrier")).equals("1"),
                        Math.max(0, speed)));
    }

    /// Switches a NIC on, so that its link can be seen.
    void switchOn(Nic nic) throws IOException {
        Path file = directory.resolve(nic.name()).resolve("flags");
        int flags = flags(directory.resolve(nic.name()));
        if ((flags & UP) == 0) {
            Files.write(file, "0x%x%n".formatted(flags | UP).getBytes(US_ASCII));
        }
    }

    private static int flags(Path nic) {
        String text = line(nic.resolve("flags"));
        try {
            return Integer.decode(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private static String driver(Path link) {
        try {
            return Files.exists(link, LinkOption.NOFOLLOW_LINKS)
                    ? String.valueOf(link.toRealPath().getFileName())
                    : "";
        } catch (IOException _) {
            return "";
        }
    }

    /// Empty where there is no such file, or the kernel refuses (the link of a NIC that is off).
    private static String line(Path file) {
        try {
            return BoundedText.read(file, FILE_BYTES).strip();
        } catch (IOException _) {
            return "";
        }
    }

    private static int number(String text) {
        try {
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
