package io.hnvgateway.app.setup;

import java.io.IOException;
import java.util.Optional;

/// One way in which settings reach the appliance from outside.
interface SettingSource {
    /// For messages and for what is remembered.
    String name();

    /// The text; empty where the source does not have the setting. Blank counts as that.
    ///
    /// @throws IOException when it has something that cannot be read: the message names no value
    Optional<String> find(Setting setting) throws IOException;
}
