package io.hnvgateway.dataplane.guard;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Writes the guard's tables, each change in one nftables transaction. Owner: one control thread.
public final class Guard {
    private static final String PREFIX = "hnv_guard_";

    private static final String ENCODED_NAME = "([A-Za-z0-9]|_[0-9a-f]{2})+";

    private final List<String> devices;
    private boolean setUp;

    public Guard(List<String> devices) {
        this.devices = List.copyOf(devices);
        for (String device : devices) {
            if (!device.matches("[^\"\\\\\\s]+")) {
                throw new GuardException("device name not supported by nft: " + device);
            }
        }
    }

    /// Enforces `sets`: the first time tables, chains and sets are made, later only sets change.
    void apply(GuardSets sets) {
        Nft.run(
                devices.stream()
                        .map(device -> setUp ? update(device, sets) : setUp(device, sets))
                        .collect(Collectors.joining()));
        setUp = true;
    }

    /// Removes the tables of these devices, if they exist.
    public static void detach(Collection<String> devices) {
        Nft.run(
                devices.stream()
                        .map(Guard::table)
                        .map(t -> "add table " + t + "\ndelete table " + t + "\n")
                        .collect(Collectors.joining()));
    }

    /// Removes every guard of this network namespace.
    ///
    /// @return the devices that had one
    public static List<String> detachAll() {
        List<String> guarded = guardedDevices();
        detach(guarded);
        return guarded;
    }

    /// Devices with a guard, whether or not they exist still.
    public static List<String> guardedDevices() {
        return Nft.run("list tables netdev\n")
                .lines()
                .map(line -> line.replaceFirst("^table netdev ", "").strip())
                .filter(name -> name.matches(PREFIX + ENCODED_NAME))
                .map(name -> decode(name.substring(PREFIX.length())))
                .toList();
    }

    private static String table(String device) {
        return "netdev " + PREFIX + encode(device);
    }

    /// A table's name has letters, digits and `_` only: other characters become `_xx`.
    static String encode(String device) {
        return device.chars()
                .mapToObj(c ->
                        Character.isLetterOrDigit(c) && c < 128
                                ? Character.toString(c)
                                : "_%02x".formatted(c))
                .collect(Collectors.joining());
    }

    static String decode(String encoded) {
        StringBuilder device = new StringBuilder();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '_' && i + 2 < encoded.length()) {
                device.append((char) Integer.parseInt(encoded, i + 1, i + 3, 16));
                i += 2;
            } else {
                device.append(c);
            }
        }
        return device.toString();
    }

    private static String setUp(String device, GuardSets sets) {
        return """
        add table %1$s
        delete table %1$s
        table %1$s {
            set provider_addresses { type ipv4_addr; }
            set host_addresses { type ipv4_addr; }
            set public_prefixes { type ipv4_addr; flags interval; auto-merge; }
            chain ingress {
                type filter hook ingress device "%2$s" priority -500; policy accept;
                ip protocol gre ip daddr @provider_addresses counter drop
                ip daddr @host_addresses accept
                ip daddr @public_prefixes counter drop
            }
        }
        """
                        .formatted(table(device), device)
                + update(device, sets);
    }

    private static String update(String device, GuardSets sets) {
        String table = table(device);
        return replace(table, "provider_addresses", sets.providerAddresses())
                + replace(table, "host_addresses", sets.hostAddresses())
                + replace(table, "public_prefixes", sets.publicPrefixes());
    }

    private static String replace(String table, String set, Collection<String> members) {
        String flush = "flush set " + table + " " + set + "\n";
        return members.isEmpty()
                ? flush
                : flush
                        + "add element %s %s { %s }\n"
                                .formatted(table, set, String.join(", ", members));
    }
}
