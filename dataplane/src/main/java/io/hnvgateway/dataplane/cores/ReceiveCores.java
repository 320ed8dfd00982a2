package io.hnvgateway.dataplane.cores;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The cores that take the receive interrupts of devices, as far as the kernel tells: a PCI or
/// virtio device's by its message-signalled interrupts (or by its name in `/proc/interrupts`), a
/// Hyper-V guest's by its VMBus channels, and whatever receive packet steering (RPS) adds. Devices
/// above others (VLAN, bond) have those of the ones below. A veth has none: it receives where its
/// peer sends.
///
/// @param cores those of all devices together
/// @param known devices of which there are any
/// @param nodes NUMA nodes of the devices, as far as they have one
record ReceiveCores(
        NavigableSet<Integer> cores, NavigableSet<String> known, NavigableSet<Integer> nodes) {
    private static final Pattern RECEIVES =
            Pattern.compile("rx|input|comp", Pattern.CASE_INSENSITIVE);
    private static final int DEEPEST = 4;

    /// One line of `/proc/interrupts`; its name is what the driver calls it, as `eth0-TxRx-3`.
    private record Interrupt(String number, String name) {}

    static ReceiveCores of(KernelFiles files, Collection<String> devices) {
        Reader reader = new Reader(files, interrupts(files));
        ReceiveCores found = new ReceiveCores(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        for (String device : devices) {
            NavigableSet<Integer> cores = new TreeSet<>();
            reader.collect(device, cores, found.nodes, DEEPEST);
            if (!cores.isEmpty()) {
                found.known.add(device);
                found.cores.addAll(cores);
            }
        }
        return found;
    }

    private static List<Interrupt> interrupts(KernelFiles files) {
        List<Interrupt> interrupts = new ArrayList<>();
        for (String line : KernelFiles.text(files.proc().resolve("interrupts")).split("\n", -1)) {
            int colon = line.indexOf(':');
            String number = colon < 0 ? "" : line.substring(0, colon).strip();
            if (!number.isEmpty() && number.chars().allMatch(Character::isDigit)) {
                interrupts.add(
                        new Interrupt(
                                number, line.substring(line.stripTrailing().lastIndexOf(' ') + 1)));
            }
        }
        return interrupts;
    }

    private record Reader(KernelFiles files, Map<String, String> names) {
        Reader(KernelFiles files, List<Interrupt> interrupts) {
            this(files, new HashMap<>());
            interrupts.forEach(interrupt -> names.put(interrupt.number, interrupt.name));
        }

        void collect(String device, Set<Integer> cores, Set<Integer> nodes, int deepest) {
            numbers(device).forEach(number -> cores.addAll(coresOf(number)));
            cores.addAll(channels(device));
            cores.addAll(steered(device));
            node(device, nodes);
            Path folder = files.device(device);
            for (String entry : KernelFiles.names(folder)) {
                if (entry.startsWith("lower_") && deepest > 0) {
                    collect(entry.substring("lower_".length()), cores, nodes, deepest - 1);
                }
            }
        }

        /// The device's interrupts; those for receiving where their names tell.
        private Collection<String> numbers(String device) {
            Set<String> all = new TreeSet<>();
            for (Path hardware : files.hardware(device)) {
                all.addAll(KernelFiles.names(hardware.resolve("msi_irqs")));
            }
            Pattern named = Pattern.compile("(^|\\W)" + Pattern.quote(device) + "(\\W|$)");
            names.forEach((number, name) -> {
                if (named.matcher(name).find()) {
                    all.add(number);
                }
            });
            List<String> receiving =
                    all.stream()
                            .filter(number ->
                                    RECEIVES.matcher(names.getOrDefault(number, "")).find())
                            .toList();
            return receiving.isEmpty() ? all : receiving;
        }

        /// Where it really goes, else where it may go.
        private NavigableSet<Integer> coresOf(String number) {
            Path folder = files.proc().resolve("irq").resolve(number);
            String effective = KernelFiles.text(folder.resolve("effective_affinity_list"));
            return CoreSet.ofList(
                    effective.isEmpty()
                            ? KernelFiles.text(folder.resolve("smp_affinity_list"))
                            : effective);
        }

        private NavigableSet<Integer> channels(String device) {
            NavigableSet<Integer> cores = new TreeSet<>();
            Path channels = files.device(device).resolve("device/channels");
            for (String channel : KernelFiles.names(channels)) {
                cores.addAll(
                        CoreSet.ofList(KernelFiles.text(channels.resolve(channel).resolve("cpu"))));
            }
            return cores;
        }

        private NavigableSet<Integer> steered(String device) {
            NavigableSet<Integer> cores = new TreeSet<>();
            Path queues = files.device(device).resolve("queues");
            for (String queue : KernelFiles.names(queues)) {
                cores.addAll(
                        CoreSet.ofMask(
                                KernelFiles.text(queues.resolve(queue).resolve("rps_cpus"))));
            }
            return cores;
        }

        /// -1 where the machine has one node only.
        private void node(String device, Set<Integer> nodes) {
            for (Path hardware : files.hardware(device)) {
                String node = KernelFiles.text(hardware.resolve("numa_node"));
                if (!node.isEmpty() && !node.startsWith("-")) {
                    nodes.add(Integer.valueOf(node));
                    return;
                }
            }
        }
    }
}
