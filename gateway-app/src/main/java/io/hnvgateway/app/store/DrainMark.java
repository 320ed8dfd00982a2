package io.hnvgateway.app.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The file `drained` in the state directory: it is there while the gateway is drained, over all
/// restarts. Used by one thread at a time.
public final class DrainMark {
    private final Path directory;
    private final Path file;

    public DrainMark(Path directory) {
        this.directory = directory;
        file = directory.resolve("drained");
    }

    public boolean isSet() {
        return Files.exists(file);
    }

    /// Does nothing when it is so already; durable when it returns.
    public void set(boolean drained) throws IOException {
        if (drained) {
            try {
                OwnerFiles.create(file).close();
            } catch (FileAlreadyExistsException _) {
                return;
            }
        } else if (!Files.deleteIfExists(file)) {
            return;
        }
        OwnerFiles.syncDirectory(directory);
    }
}
