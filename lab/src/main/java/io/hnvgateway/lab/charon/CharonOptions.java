package io.hnvgateway.lab.charon;

import io.hnvgateway.ipsec.connection.CharonSettings;
import java.nio.file.Path;

/// How a charon differs from the others.
///
/// @param plugins charon's `load` list
/// @param settings more of `strongswan.conf`, section `charon-systemd`
/// @param pluginSettings more of its section `plugins`
public record CharonOptions(String plugins, String settings, String pluginSettings) {
    private static final String COMMON =
            "random nonce openssl pem pkcs1 pkcs8 x509 pubkey revocation constraints kdf "
                    + "kernel-netlink socket-default vici counters";

    /// Retransmits soon and gives up soon, so that no test waits for minutes.
    private static final String IMPATIENT =
            "retransmit_timeout = 0.5\n  retransmit_base = 1.2\n  retransmit_tries = 5";

    /// The plugin's own default.
    private static final int ANSWER_LIMIT_MS = 2000;

    /// The gateway's, with its `hnv-gateway.conf`: ESP is the business of whoever listens on the
    /// socket.
    public static CharonOptions gateway(Path kernelSocket) {
        return gateway(kernelSocket, ANSWER_LIMIT_MS);
    }

    /// As [#gateway(Path)].
    ///
    /// @param answerLimitMs how long the plugin waits for an answer
    public static CharonOptions gateway(Path kernelSocket, int answerLimitMs) {
        return new CharonOptions(
                "kernel-hnv! " + COMMON,
                CharonSettings.text() + IMPATIENT,
                "kernel-hnv {\n   socket = %s\n   timeout = %d\n  }"
                        .formatted(kernelSocket, answerLimitMs));
    }

    /// A customer's VPN device: ESP in user space, in UDP only, through its device `ipsec0`. Its
    /// own address must lie inside its local traffic selector.
    public static CharonOptions peer() {
        return new CharonOptions("kernel-libipsec! " + COMMON, IMPATIENT, "");
    }

    /// @param line of `strongswan.conf`, section `charon-systemd`
    public CharonOptions with(String line) {
        return new CharonOptions(plugins, settings + "\n  " + line, pluginSettings);
    }
}
