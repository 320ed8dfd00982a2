package io.hnvgateway.app.ctl;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The files by which an appliance updates itself.
///
/// @param root the root directory
record Appliance(Path root) {
    private static final String PATH = "Path=https://";

    /// Refuses where a gateway was installed by other means than an image.
    void require() throws RefusedException {
        if (!Files.isRegularFile(release())) {
            throw new RefusedException(
                    List.of(
                            "update: this is no appliance, for there is no "
                                    + release()
                                    + ": a gateway that was installed otherwise is updated the way it was installed"));
        }
    }

    /// Whose signature counts; without it nothing can be installed.
    void requireKeys() throws IOException, RefusedException {
        Path keys = at("usr/lib/hnv-gateway/update-keyring.gpg");
        if (!Files.isRegularFile(keys) || Files.size(keys) == 0) {
            throw new RefusedException(
                    List.of(
                            "update: there is no "
                                    + keys
                                    + ": this image was built without --update-key and trusts nobody's releases; install an image that was built with it"));
        }
    }

    /// The version that runs, as `os-release` tells; empty if it does not.
    String version() throws IOException {
        return KeyValues.read(at("etc/os-release")).getOrDefault("IMAGE_VERSION", "");
    }

    /// Whether it was told what to be, so that there is something to forward.
    boolean isConfigured() {
        return Files.exists(at("etc/hnv-gateway/connection-string"));
    }

    UpdateSource source() throws IOException, RefusedException {
        return UpdateSource.read(at("etc/hnv-gateway/update.conf"));
    }

    /// What the version before forwarded, and what was said of one that was refused.
    Path memory() {
        return at("var/lib/hnv-update");
    }

    /// Writes the transfers of the image with the source in them.
    ///
    /// @return where they are
    Path definitions(UpdateSource source) throws IOException, RefusedException {
        Path target = Files.createDirectories(at("run/hnv-update"));
        List<Path> templates = new ArrayList<>();
        Path from = at("usr/lib/sysupdate.d");
        if (Files.isDirectory(from)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(from, "*.transfer")) {
                files.forEach(templates::add);
            }
        }
        if (templates.isEmpty()) {
            throw new RefusedException(List.of("update: no transfer is in " + from));
        }
        for (Path template : templates) {
            List<String> lines =
                    Files.readAllLines(template).stream()
                            .map(line -> line.startsWith(PATH) ? "Path=" + source.location() : line)
                            .toList();
            Files.write(target.resolve(Objects.requireNonNull(template.getFileName())), lines);
        }
        return target;
    }

    /// Whether a root partition of that version is there; labels are those of
    /// `systemd/sysupdate.d/50-root.transfer`.
    boolean hasInstalled(String version) {
        Path labels = at("dev/disk/by-partlabel");
        return version.matches("[0-9A-Za-z.~^_-]+")
                && Files.exists(labels.resolve("hnv-root_" + version), LinkOption.NOFOLLOW_LINKS);
    }

    private Path release() {
        return at("usr/lib/hnv-gateway/release");
    }

    private Path at(String path) {
        return root.resolve(path);
    }
}
