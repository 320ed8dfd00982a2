package io.hnvgateway.app.setup;

import io.hnvgateway.provider.FaultsException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Opens the management endpoint's port in the host's firewall, for the management NIC.
record FirewallPorts(SetupPaths paths, SettingFiles files, Commands commands) {
    private static final int HTTPS = 443;

    void apply() throws IOException {
        String text =
                "# Made of the connection string; what is written here is lost.\n"
                        + port().map(
                                        "add element inet hnv_host management_ports { %d }\n"
                                                ::formatted)
                                .orElse("");
        Path file = paths.settings().resolve("nftables.d/management.nft");
        if (WholeFile.open(file).update(text)) {
            commands.run("systemctl", "try-reload-or-restart", "hnv-firewall.service");
        }
    }

    private Optional<Integer> port() throws IOException {
        Optional<String> text = files.read(Setting.CONNECTION_STRING);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<URI> endpoint = SettingFiles.connection(text.get()).managementEndpoint();
            return endpoint.map(uri -> uri.getPort() < 0 ? HTTPS : uri.getPort());
        } catch (FaultsException _) {
            return Optional.empty();
        }
    }
}
