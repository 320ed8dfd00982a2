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

    /// The gateway's as an operator has it, without the impatience of tests.
    public static CharonOptions installed(Path kernelSocket) {
        return gateway(kernelSocket, CharonSettings.text(), ANSWER_LIMIT_MS);
    }

    /// As [#gateway(Path)].
    ///
    /// @param answerLimitMs how long the plugin waits for an answer
    public static CharonOptions gateway(Path kernelSocket, int answerLimitMs) {
        return gateway(kernelSocket, CharonSettings.text() + IMPATIENT, answerLimitMs);
    }

    private static CharonOptions gateway(Path kernelSocket, String settings, int answerLimitMs) {
        return new CharonOptions(
                "kernel-hnv! " + COMMON,
                settings,
                "kernel-hnv {\n   socket = %s\n   timeout = %d\n  }"
                        .formatted(kernelSocket, answerLimitMs));
    }

    /// A customer's VPN device: ESP in user space, in UDP only, through its device `ipsec0`. Its
    /// own address must lie inside its local traffic selector.
    public static CharonOptions peer() {
        return new CharonOptions("kernel-libipsec! " + COMMON, IMPATIENT, "");
    }

    /// Many customers' VPN devices in one: what each of them limits for itself, such as attempts of
    /// one gateway at a time, is not limited for all together.
    public static CharonOptions peers() {
        return new CharonOptions(
                "kernel-libipsec! " + COMMON,
                """
                threads = 32
                  ikesa_table_size = 2048
                  ikesa_table_segments = 16
                  cookie_threshold = 0
                  cookie_threshold_ip = 100000
                  block_threshold = 200000\
                """,
                "");
    }

    /// Whether the gateway stands behind it, not a kernel.
    boolean isGateway() {
        return plugins.startsWith("kernel-hnv");
    }

    /// @param line of `strongswan.conf`, section `charon-systemd`
    public CharonOptions with(String line) {
        return new CharonOptions(plugins, settings + "\n  " + line, pluginSettings);
    }
}
