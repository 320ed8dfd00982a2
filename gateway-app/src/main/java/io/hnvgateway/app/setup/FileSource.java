package io.hnvgateway.app.setup;

import java.io.IOException;
import java.util.Optional;

/// The setting's own file: written by cloud-init (`write_files`), the wizard or an operator.
record FileSource(SettingFiles files) implements SettingSource {
    @Override
    public String name() {
        return "file";
    }

    @Override
    public Optional<String> find(Setting setting) throws IOException {
        return files.read(setting);
    }
}
