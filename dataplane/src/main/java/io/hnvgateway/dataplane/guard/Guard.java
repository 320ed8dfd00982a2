package io.hnvgateway.dataplane.guard;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the guard's tables, each change in one nftables transaction. Owner: one control thread.
public final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    private static final String PREFIX = "hnv_guard_";

    private static final String ENCODED_NAME = "([A-Za-z0-9]|_[0-9a-f]{2})+";

    private final List<String> devices;

    public Guard(List<String> devices) {
        this.devices = List.copyOf(devices);
        for (String device : devices) {
            if (!device.matches("[^\"\\\\\\s]+")) {
                throw new GuardException("device name not supported by nft: " + device);
            }
        }
    }

    /// Sets up tables and chains and adds `sets`. What an earlier process guarded stays guarded
    /// until the first [#replace], so that a restart opens nothing.
    void setUp(GuardSets sets) {
        try {
            run(device -> declaration(device) + additions(device, sets));
        } catch (GuardException e) {
            LOG.info("The guard of an earlier version is replaced: {}", e.getMessage());
            run(device -> removal(device) + declaration(device) + additions(device, sets));
        }
    }

    /// Guards `sets` too.
    void widen(GuardSets sets) {
        run(device -> additions(device, sets));
    }

    /// Guards `sets` and nothing else.
    void replace(GuardSets sets) {
        run(device ->
                sets.bySet().keySet().stream()
                                .map(set -> "flush set " + table(device) + " " + set + "\n")
                                .collect(Collectors.joining())
                        + additions(device, sets));
    }

    private void run(Function<String, String> script) {
        Nft.run(devices.stream().map(script).collect(Collectors.joining()));
    }

    /// Removes the tables of these devices, if they exist.
    public static void detach(Collection<String> devices) {
        Nft.run(devices.stream().map(Guard::removal).collect(Collectors.joining()));
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

    private static String removal(String device) {
        return "add table %1$s\ndelete table %1$s\n".formatted(table(device));
    }

    private static String declaration(String device) {
        return """
        table %1$s {
            set provider_addresses { type ipv4_addr; }
            set host_addresses { type ipv4_addr; }
            set public_prefixes { type ipv4_addr; flags interval; auto-merge; }
            chain ingress {
                type filter hook ingress device "%2$s" priority -500; policy accept;
            }
        }
        flush chain %1$s ingress
        add rule %1$s ingress ip protocol gre ip daddr @provider_addresses counter drop
        add rule %1$s ingress ip daddr @host_addresses accept
        add rule %1$s ingress ip daddr @public_prefixes counter drop
        """
                .formatted(table(device), device);
    }

    private static String additions(String device, GuardSets sets) {
        return sets.bySet().entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .map(e ->
                        "add element %s %s { %s }\n"
                                .formatted(
                                        table(device), e.getKey(), String.join(", ", e.getValue())))
                .collect(Collectors.joining());
    }
}
