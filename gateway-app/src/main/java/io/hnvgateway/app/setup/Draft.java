package io.hnvgateway.app.setup;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What the wizard has been told so far. Nothing of it counts before it is written.
final class Draft {
    private final Map<Role, NicRole> roles = new EnumMap<>(Role.class);
    private String sshKeys = "";
    private String connectionString = "";

    void role(NicRole role) {
        roles.put(role.role(), role);
    }

    boolean uses(Selector nic, Role besides) {
        return roles.values().stream()
                .anyMatch(role -> role.role() != besides && role.nic().equals(nic));
    }

    NetworkPlan plan() {
        return new NetworkPlan(new ArrayList<>(roles.values()));
    }

    /// The addresses of a role, none where they come by DHCP.
    List<LinkAddress> addresses(Role role) {
        NicRole nic = roles.get(role);
        return nic == null ? List.of() : nic.addresses();
    }

    void sshKeys(String keys) {
        sshKeys = keys;
    }

    String sshKeys() {
        return sshKeys;
    }

    void connectionString(String text) {
        connectionString = text;
    }

    String connectionString() {
        return connectionString;
    }
}
