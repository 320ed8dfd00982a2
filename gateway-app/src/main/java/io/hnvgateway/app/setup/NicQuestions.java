package io.hnvgateway.app.setup;

import io.hnvgateway.app.setup.Prompt.LeftException;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The wizard's questions about the NIC of a role, its addresses and its router.
record NicQuestions(Nics nics, Prompt prompt, Draft draft) {
    private static final String DHCP = "dhcp";

    void ask(Role role) throws LeftException, IOException {
        List<Nic> all = nics.all();
        prompt.out().println();
        table(all);
        Nic nic =
                prompt.ask(
                        "Number of the NIC for " + word(role),
                        firstFree(all, role),
                        text -> choice(all, text, role));
        List<LinkAddress> addresses =
                prompt.ask(
                        role == Role.MANAGEMENT
                                ? "Address as 192.0.2.9/24 (several with ,), or dhcp"
                                : "Address as 192.0.2.9/24 (several with ,)",
                        role == Role.MANAGEMENT ? DHCP : "",
                        text -> addresses(role, text));
        List<IpAddress> gateways =
                addresses.isEmpty()
                        ? List.of()
                        : prompt.ask(
                                "Router there (empty: none; several with ,)",
                                "",
                                text -> gateways(addresses, text));
        draft.role(
                new NicRole(role, new Selector.Mac(nic.mac()), addresses, gateways, List.of(), 0));
    }

    private static String word(Role role) {
        return switch (role) {
            case MANAGEMENT -> "management";
            case FRONTEND -> "the front end (towards the outside)";
            case BACKEND -> "the back end (the provider network)";
        };
    }

    private void table(List<Nic> all) {
        prompt.out().println("  no. name            MAC                driver       link");
        for (int i = 0; i < all.size(); i++) {
            Nic nic = all.get(i);
            prompt.out()
                    .println(
                            "  %3d %-15s %-18s %-12s %s %s"
                                    .formatted(
                                            i + 1,
                                            nic.name(),
                                            nic.mac(),
                                            nic.driver(),
                                            nic.linkText(),
                                            nic.speedText()));
        }
        if (all.size() < Role.values().length) {
            prompt.out()
                    .println(
                            "  A gateway needs %d NICs, and this host has %d: add what is missing, then Enter."
                                    .formatted(Role.values().length, all.size()));
        }
    }

    private String firstFree(List<Nic> all, Role role) {
        for (int i = 0; i < all.size(); i++) {
            if (!draft.uses(new Selector.Mac(all.get(i).mac()), role)) {
                return Integer.toString(i + 1);
            }
        }
        return "";
    }

    private Nic choice(List<Nic> all, String text, Role role) {
        int number = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > all.size()) {
            throw new InvalidValueException(
                    "must be a number of the table", "1..%d".formatted(all.size()));
        }
        Nic nic = all.get(number - 1);
        if (draft.uses(new Selector.Mac(nic.mac()), role)) {
            throw new InvalidValueException(
                    "has another role already", "each role has a NIC of its own");
        }
        return nic;
    }

    private static List<LinkAddress> addresses(Role role, String text) {
        if (role == Role.MANAGEMENT && text.equals(DHCP)) {
            return List.of();
        }
        return parts(text).map(LinkAddress::parse).toList();
    }

    private static List<IpAddress> gateways(List<LinkAddress> addresses, String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<IpAddress> gateways = parts(text).map(IpAddress::parse).toList();
        Optional<IpAddress> beyond =
                gateways.stream()
                        .filter(gateway ->
                                addresses.stream()
                                        .noneMatch(own ->
                                                own.prefix().contains(gateway)
                                                        && !own.address().equals(gateway)))
                        .findFirst();
        if (beyond.isPresent()) {
            throw new InvalidValueException(
                    beyond.get() + " is in the subnet of no address of this NIC");
        }
        return gateways;
    }

    private static Stream<String> parts(String text) {
        return Stream.of(text.split(",", -1)).map(String::strip);
    }
}
