package io.hnvgateway.benchmarks;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The module's folder in the source tree, whose C programs are compiled when they are needed.
public final class ModuleFolder {
    private ModuleFolder() {}

    /// The nearest one with a POM above the classes.
    public static Path find() {
        try {
            var location = ModuleFolder.class.getProtectionDomain().getCodeSource().getLocation();
            for (Path at = Path.of(location.toURI()); at != null; at = at.getParent()) {
                if (Files.exists(at.resolve("pom.xml"))) {
                    return at;
                }
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("classes outside a folder", e);
        }
        throw new IllegalStateException("classes outside the source tree");
    }
}
