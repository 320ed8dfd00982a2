package io.hnvgateway.lab.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/// What comes before a gateway's own classes to make it another version of the product.
///
/// @param classes a folder of the class path
record OtherVersion(String product, Path classes) {
    /// One that lays out all that outlives a process as this one does.
    static OtherVersion ofTheSameLayout(Path directory, String product) throws IOException {
        Path version = directory.resolve(product).resolve("io/hnvgateway/app/product/version");
        Files.createDirectories(version.getParent());
        Files.writeString(version, product + "\n");
        return new OtherVersion(product, directory.resolve(product));
    }

    /// As [#ofTheSameLayout], with an XDP program that was compiled from another source, by its
    /// digest.
    static OtherVersion withAnotherProgram(Path directory, String product) throws IOException {
        OtherVersion version = ofTheSameLayout(directory, product);
        Path digest = version.classes.resolve("io/hnvgateway/dataplane/xdp/hnv_xdp.bpf.o.sha256");
        Files.createDirectories(digest.getParent());
        Files.writeString(digest, "0".repeat(64) + "\n");
        return version;
    }

    /// One of another layout.
    static OtherVersion ofAnotherLayout(Path directory, String product, int layout)
            throws IOException {
        OtherVersion version = ofTheSameLayout(directory, product);
        Path source = version.classes.resolve("LayoutVersion.java");
        Files.writeString(
                source,
                """
                package io.hnvgateway.packet.checkpoint;
                public final class LayoutVersion {
                    public static final int CURRENT = Integer.parseInt("%d");
                }
                """
                        .formatted(layout));
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", version.classes.toString(), source.toString());
        assertThat(status).as("compilation of %s", source).isZero();
        return version;
    }
}
