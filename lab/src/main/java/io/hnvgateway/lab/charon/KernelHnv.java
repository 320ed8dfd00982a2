package io.hnvgateway.lab.charon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where the build has put the plugin, and why not if it has not.
public final class KernelHnv {
    static final String PLUGIN = "libstrongswan-kernel-hnv.so";
    private static final String FOLDER = "ipsec-s2s/target/kernel-hnv";

    private KernelHnv() {}

    /// Empty if charon or its headers could not be had; [#whyMissing] says more.
    public static Optional<Path> plugin() {
        return CharonRoot.DIRECTORY.isPresent()
                ? CharonRoot.plugin().filter(Files::isRegularFile)
                : inFolder(PLUGIN);
    }

    /// A sentence for tests that are skipped.
    public static String whyMissing() {
        if (CharonRoot.DIRECTORY.isPresent()) {
            return "no kernel-hnv among charon's plugins in " + CharonRoot.DIRECTORY.get();
        }
        return inFolder("missing").map(KernelHnv::text).orElse("kernel-hnv is not built");
    }

    private static Optional<Path> inFolder(String name) {
        return List.of(System.getProperty("hnv.root", ".."), ".").stream()
                .map(root -> Path.of(root, FOLDER, name).toAbsolutePath().normalize())
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return file + " cannot be read";
        }
    }
}
