package io.hnvgateway.app.setup;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one line of the network's text. Faults are added, and what they are about is left out of
/// the result.
final class NetworkLine {
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,15}");
    private static final int MAX_WORDS = 64;
    private static final int LEAST_MTU = 1280;
    private static final int MOST_MTU = 9216;

    private final String path;
    private final List<Fault> faults;
    private @Nullable Role role;
    private @Nullable Selector selector;
    private boolean dynamic;
    private final List<LinkAddress> addresses = new ArrayList<>();
    private final List<IpAddress> gateways = new ArrayList<>();
    private final List<IpAddress> nameServers = new ArrayList<>();
    private int mtuBytes;

    NetworkLine(String path, List<Fault> faults) {
        this.path = path;
        this.faults = faults;
    }

    NicRole parse(String line) {
        String[] words = line.split("\\s+", MAX_WORDS + 1);
        if (words.length > MAX_WORDS) {
            fault("", "", "has at most 64 words", "");
        }
        for (int i = 0; i < Math.min(words.length, MAX_WORDS); i++) {
            word(words[i]);
        }
        check();
        return new NicRole(
                role == null ? Role.FRONTEND : role,
                selector == null ? new Selector.Index(1) : selector,
                addresses,
                gateways,
                nameServers,
                mtuBytes);
    }

    private void word(String word) {
        int equals = word.indexOf('=');
        String key = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? "" : word.substring(equals + 1);
        switch (key) {
            case "role" -> take(key, value, NetworkLine::role, read -> role = read);
            case "mac", "name", "index" -> select(key, value);
            case "address" -> address(value);
            case "gateway" -> take(key, value, IpAddress::parse, gateways::add);
            case "dns" -> take(key, value, IpAddress::parse, nameServers::add);
            case "mtu" ->
                    take(key, value, text -> number(text, LEAST_MTU, MOST_MTU), n -> mtuBytes = n);
            default ->
                    fault(
                            "",
                            key,
                            "is not a known key",
                            "keys are role, mac, name, index, address, gateway, dns, mtu");
        }
    }

    private <T> void take(String key, String value, Function<String, T> parser, Consumer<T> taker) {
        try {
            taker.accept(parser.apply(value));
        } catch (InvalidValueException e) {
            faults.add(e.at(path + "." + key, value));
        }
    }

    private static Role role(String word) {
        return Role.of(word)
                .orElseThrow(
                        () -> new InvalidValueException("must be management, frontend or backend"));
    }

    private void select(String key, String value) {
        if (selector != null) {
            fault("." + key, value, "a NIC is named once", "by mac, name or index");
            return;
        }
        take(key, value, text -> selector(key, text), read -> selector = read);
    }

    private static Selector selector(String key, String value) {
        return switch (key) {
            case "mac" -> {
                String mac = value.toLowerCase(Locale.ROOT).replace('-', ':');
                if (!MAC.matcher(mac).matches()) {
                    throw new InvalidValueException(
                            "must be a MAC address", "as 02:00:00:00:00:01");
                }
                yield new Selector.Mac(mac);
            }
            case "name" -> {
                if (!NAME.matcher(value).matches()) {
                    throw new InvalidValueException("must be the name of a network interface");
                }
                yield new Selector.Name(value);
            }
            default -> new Selector.Index(number(value, 1, 64));
        };
    }

    private static int number(String text, int least, int most) {
        if (text.matches("[0-9]{1,6}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new InvalidValueException("must be %d..%d".formatted(least, most));
    }

    private void address(String value) {
        if (value.equals("dhcp")) {
            dynamic = true;
        } else {
            take("address", value, LinkAddress::parse, addresses::add);
        }
    }

    private void check() {
        if (role == null && !faulted("role")) {
            fault(".role", "", "is missing", "management, frontend or backend");
        }
        if (selector == null && !faulted("mac") && !faulted("name") && !faulted("index")) {
            fault("", "", "names no NIC", "by mac=, name= or index=");
        }
        if (dynamic && !addresses.isEmpty()) {
            fault(".address", "dhcp", "excludes addresses", "");
        }
        if (addresses.isEmpty() && !dynamic && !faulted("address")) {
            fault(".address", "", "is missing", "address=dhcp, or as address=192.0.2.9/24");
        }
        gateways.stream()
                .filter(gateway -> addresses.stream().noneMatch(own -> reaches(own, gateway)))
                .forEach(gateway ->
                        fault(
                                ".gateway",
                                gateway.toString(),
                                "is in the subnet of no address of this line",
                                dynamic ? "with DHCP leave it out" : ""));
    }

    private static boolean reaches(LinkAddress own, IpAddress gateway) {
        return own.prefix().contains(gateway) && !own.address().equals(gateway);
    }

    private boolean faulted(String key) {
        return faults.stream().anyMatch(fault -> fault.path().equals(path + "." + key));
    }

    private void fault(String key, String value, String rule, String hint) {
        faults.add(new Fault(path + key, value, rule, hint));
    }
}
