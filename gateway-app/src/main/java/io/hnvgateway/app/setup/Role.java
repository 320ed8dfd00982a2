package io.hnvgateway.app.setup;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a NIC is for.
enum Role {
    MANAGEMENT("mgmt"),
    FRONTEND("front"),
    BACKEND("back");

    private final String device;

    Role(String device) {
        this.device = device;
    }

    /// Name of its device.
    ///
    /// @param number of the NIC among those of this role, from 0
    String device(int number) {
        return device + number;
    }

    /// What the names of its devices begin with.
    String device() {
        return device;
    }

    /// As it stands in a line of the network's text.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Role> of(String word) {
        return Stream.of(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
