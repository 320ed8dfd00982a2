package io.hnvgateway.app.setup;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Roles and addresses of the NICs: one line for each, or parts with `;` between them.
///
/// ```
/// role=management index=1 address=dhcp
/// role=frontend mac=02:00:00:00:00:02 address=198.51.100.9/24 gateway=198.51.100.1
/// role=backend name=eth2 address=192.0.2.9/24
/// ```
record NetworkPlan(List<NicRole> roles) {
    private static final int MAX_LINES = 16;

    /// What counts where nobody says anything: the first NIC is for management, by DHCP.
    static final NetworkPlan DEFAULT =
            new NetworkPlan(
                    List.of(
                            new NicRole(
                                    Role.MANAGEMENT,
                                    new Selector.Index(1),
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    0)));

    NetworkPlan {
        roles = List.copyOf(roles);
    }

    /// A role's device and its NIC.
    record Assigned(String device, NicRole role, Nic nic) {}

    /// @throws FaultsException with every fault of the text
    static NetworkPlan parse(String text) throws FaultsException {
        List<Fault> faults = new ArrayList<>();
        List<String> lines =
                text.lines()
                        .filter(line -> !line.stripLeading().startsWith("#"))
                        .flatMap(line -> List.of(line.split(";", -1)).stream())
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .limit(MAX_LINES + 1L)
                        .toList();
        if (lines.size() > MAX_LINES) {
            throw new FaultsException(List.of(new Fault("network", "", "has at most 16 NICs", "")));
        }
        List<NicRole> roles = new ArrayList<>();
        for (String line : lines) {
            String path = "network[%d]".formatted(roles.size() + 1);
            roles.add(new NetworkLine(path, faults).parse(line));
        }
        long management = roles.stream().filter(nic -> nic.role() == Role.MANAGEMENT).count();
        if (faults.isEmpty() && management != 1) {
            faults.add(
                    Fault.of(
                            "network",
                            management,
                            "must have one NIC with role=management",
                            "SSH and the management endpoint are reached there alone"));
        }
        if (!faults.isEmpty()) {
            throw new FaultsException(faults);
        }
        return new NetworkPlan(roles);
    }

    /// Finds the NICs, and names their devices.
    ///
    /// @throws FaultsException when one is not there, or serves two roles
    List<Assigned> on(List<Nic> nics) throws FaultsException {
        List<Fault> faults = new ArrayList<>();
        Map<String, Assigned> byName = new LinkedHashMap<>();
        Map<Role, Integer> count = new EnumMap<>(Role.class);
        for (int i = 0; i < roles.size(); i++) {
            NicRole role = roles.get(i);
            String path = "network[%d]".formatted(i + 1);
            Optional<Nic> nic = role.nic().of(nics);
            String device = role.role().device(count.merge(role.role(), 1, Integer::sum) - 1);
            if (nic.isEmpty()) {
                faults.add(
                        Fault.of(path, role.nic().text(), "there is no such NIC", present(nics)));
                continue;
            }
            Assigned taken =
                    byName.putIfAbsent(nic.get().name(), new Assigned(device, role, nic.get()));
            if (taken != null) {
                faults.add(
                        Fault.of(
                                path,
                                role.nic().text(),
                                "is the NIC of " + taken.device() + " already"));
            }
        }
        if (!faults.isEmpty()) {
            throw new FaultsException(faults);
        }
        return List.copyOf(byName.values());
    }

    private static String present(List<Nic> nics) {
        return nics.isEmpty()
                ? "this host has no NIC"
                : "this host has "
                        + String.join(
                                ", ",
                                nics.stream().map(nic -> nic.name() + " " + nic.mac()).toList());
    }

    /// As it is written, a line for each NIC.
    String text() {
        return String.join("", roles.stream().map(role -> role.line() + "\n").toList());
    }
}
