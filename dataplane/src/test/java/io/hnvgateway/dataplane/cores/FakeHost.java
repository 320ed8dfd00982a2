package io.hnvgateway.dataplane.cores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A `/proc` and a `/sys` with what is asked there.
final class FakeHost {
    final KernelFiles files;
    private final StringBuilder interrupts = new StringBuilder("           CPU0       CPU1\n");

    FakeHost(Path root) {
        files = new KernelFiles(root.resolve("proc"), root.resolve("sys"));
    }

    /// A network card of its own: its interrupts hang on its PCI function.
    FakeHost card(String device, int node, int... interrupts) {
        Path pci = files.sys().resolve("devices/pci/" + device);
        put(pci.resolve("numa_node"), node + "\n");
        for (int interrupt : interrupts) {
            put(pci.resolve("msi_irqs/" + interrupt), "msix\n");
        }
        link(files.device(device).resolve("device"), pci);
        return this;
    }

    /// A virtio card: its interrupts hang on the PCI function above it.
    FakeHost virtio(String device, int node, int... interrupts) {
        card("parent-of-" + device, node, interrupts);
        Path virtio = files.sys().resolve("devices/pci/parent-of-" + device + "/virtio0");
        put(virtio.resolve("features"), "0\n");
        link(files.device(device).resolve("device"), virtio);
        return this;
    }

    /// A device without hardware.
    FakeHost veth(String device) {
        put(files.device(device).resolve("ifindex"), "7\n");
        return this;
    }

    /// Adds a file to a device's folder.
    FakeHost with(String device, String file, String text) {
        put(files.device(device).resolve(file), text + "\n");
        return this;
    }

    /// @param effective empty on kernels or controllers without
    FakeHost interrupt(int number, String name, String permitted, String effective) {
        interrupts.append(
                " %d:  12345  0 PCI-MSIX-0000:00:03.0  1-edge  %s%n".formatted(number, name));
        put(files.proc().resolve("interrupts"), interrupts.toString());
        Path folder = files.proc().resolve("irq/" + number);
        put(folder.resolve("smp_affinity_list"), permitted + "\n");
        if (!effective.isEmpty()) {
            put(folder.resolve("effective_affinity_list"), effective + "\n");
        }
        return this;
    }

    FakeHost node(int node, String cores) {
        put(files.sys().resolve("devices/system/node/node" + node + "/cpulist"), cores + "\n");
        return this;
    }

    /// Hardware threads of one core.
    FakeHost siblings(int first, int second) {
        for (int core : new int[] {first, second}) {
            put(
                    files.sys()
                            .resolve(
                                    "devices/system/cpu/cpu%d/topology/thread_siblings_list"
                                            .formatted(core)),
                    first + "," + second + "\n");
        }
        return this;
    }

    private static void put(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path link, Path target) {
        try {
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
