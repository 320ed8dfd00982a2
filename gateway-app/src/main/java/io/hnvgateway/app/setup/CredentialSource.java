package io.hnvgateway.app.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Credentials of the unit (systemd.exec(5), `ImportCredential=`): from the kernel's command line,
/// SMBIOS type 11 or fw_cfg.
///
/// @param directory `$CREDENTIALS_DIRECTORY`
record CredentialSource(Path directory) implements SettingSource {
    @Override
    public String name() {
        return "credential";
    }

    @Override
    public Optional<String> find(Setting setting) throws IOException {
        Path file = directory.resolve(setting.credential());
        return Files.exists(file)
                ? Optional.of(BoundedText.read(file, BoundedText.SETTING_BYTES))
                : Optional.empty();
    }
}
