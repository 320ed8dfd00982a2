package io.hnvgateway.app.setup;

import java.nio.file.Path;

/// What an appliance is told from outside, under which names, and the file that keeps it.
enum Setting {
    NETWORK("network", "hnv.network", "HnvNetwork", "network"),
    SSH_KEYS("SSH keys", "hnv.ssh-keys", "HnvSshKeys", "ssh_keys"),
    CONNECTION_STRING(
            "connection string",
            "hnv.connection-string",
            "HnvConnectionString",
            "connection_string");

    private final String label;
    private final String credential;
    private final String pair;
    private final String cloudKey;

    Setting(String label, String credential, String pair, String cloudKey) {
        this.label = label;
        this.credential = credential;
        this.pair = pair;
        this.cloudKey = cloudKey;
    }

    /// For messages.
    String label() {
        return label;
    }

    /// Name of the systemd credential.
    String credential() {
        return credential;
    }

    /// Key of the Hyper-V key-value pair.
    String pair() {
        return pair;
    }

    /// Key below `hnv_gateway` of a cloud-config.
    String cloudKey() {
        return cloudKey;
    }

    /// Where it is kept.
    Path file(SetupPaths paths) {
        return switch (this) {
            case NETWORK -> paths.settings().resolve("network");
            case SSH_KEYS -> paths.etc().resolve("ssh/authorized_keys.d/root");
            case CONNECTION_STRING -> paths.settings().resolve("connection-string");
        };
    }
}
