package io.hnvgateway.lab.charon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tree that the gateways' charons run in, another one than this machine's: an image's root, or
/// that of another Debian, with `libstrongswan-kernel-hnv.so` among its charon's plugins. The
/// environment variable `HNV_CHARON_ROOT` names it. Nothing of it is changed. The offices' charons
/// are this machine's.
final class CharonRoot {
    static final Optional<Path> DIRECTORY =
            Optional.ofNullable(System.getenv("HNV_CHARON_ROOT"))
                    .map(root -> Path.of(root).toAbsolutePath());

    /// Gives the tree the machine's devices and the runs' files, in the mount namespace that `ip
    /// netns exec` has made; then becomes the program.
    private static final String WITHIN =
            """
            set -e
            root=$1
            shift
            mount -t tmpfs tmpfs "$root/run"
            mkdir "$root/run/hnv-lab"
            mount --bind /run/hnv-lab "$root/run/hnv-lab"
            mount --rbind /dev "$root/dev"
            mount -t proc proc "$root/proc"
            exec chroot "$root" "$@"
            """;

    private CharonRoot() {}

    /// A command as it is run in the tree; of this machine's charon, the command itself.
    static List<String> within(List<String> command) {
        if (DIRECTORY.isEmpty()) {
            return command;
        }
        List<String> inside =
                new ArrayList<>(List.of("sh", "-c", WITHIN, "sh", DIRECTORY.get().toString()));
        inside.addAll(command);
        return inside;
    }

    /// The plugin in it.
    static Optional<Path> plugin() {
        return DIRECTORY.map(root ->
                root.resolve(Path.of("/").relativize(Charon.SYSTEM_PLUGINS))
                        .resolve(KernelHnv.PLUGIN));
    }
}
