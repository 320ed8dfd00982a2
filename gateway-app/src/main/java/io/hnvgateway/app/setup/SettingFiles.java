package io.hnvgateway.app.setup;

import io.hnvgateway.app.host.ConnectionSource;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.connection.ConnectionString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The files of the settings: what may stand in them, and who may read them.
///
/// @param owner the user that the gateway runs as
record SettingFiles(SetupPaths paths, String owner) {

    /// What there is; empty without a file.
    Optional<String> read(Setting setting) throws IOException {
        Path file = setting.file(paths);
        return Files.exists(file)
                ? Optional.of(BoundedText.read(file, BoundedText.SETTING_BYTES))
                : Optional.empty();
    }

    WholeFile file(Setting setting) {
        Path path = setting.file(paths);
        return switch (setting) {
            case CONNECTION_STRING -> new WholeFile(path, "rw-------", owner);
            case NETWORK -> WholeFile.open(path);
            case SSH_KEYS -> WholeFile.closed(path);
        };
    }

    /// Checks a text.
    ///
    /// @return the text to keep
    /// @throws FaultsException with all that is wrong with it
    String accepted(Setting setting, String text) throws FaultsException, IOException {
        return switch (setting) {
            case CONNECTION_STRING -> {
                connection(text);
                yield text.endsWith("\n") ? text : text + "\n";
            }
            case NETWORK -> pinned(text).text();
            case SSH_KEYS -> SshKeys.parse(text);
        };
    }

    /// As the gateway reads it.
    static ConnectionString connection(String text) throws FaultsException {
        return ConnectionString.parseForGateway(ConnectionSource.withoutComments(text));
    }

    /// The same roles with each NIC named by its MAC address: names change with the roles, and the
    /// order with a further NIC.
    private NetworkPlan pinned(String text) throws FaultsException, IOException {
        List<Nic> nics = nics().all();
        return new NetworkPlan(
                NetworkPlan.parse(text).on(nics).stream()
                        .map(nic ->
                                new NicRole(
                                        nic.role().role(),
                                        new Selector.Mac(nic.nic().mac()),
                                        nic.role().addresses(),
                                        nic.role().gateways(),
                                        nic.role().nameServers(),
                                        nic.role().mtuBytes()))
                        .toList());
    }

    /// The roles that count now.
    NetworkPlan plan() throws FaultsException, IOException {
        Optional<String> text = read(Setting.NETWORK);
        return text.isPresent() ? NetworkPlan.parse(text.get()) : NetworkPlan.DEFAULT;
    }

    Nics nics() {
        return new Nics(paths.interfaces());
    }
}
