package io.hnvgateway.lab.gateway;

import java.util.Optional;

/// The file by which a gateway's JVM starts faster, where `./hnv` made one and names it by the
/// environment.
///
/// @param classPath the only one that it fits
public record StartCache(String file, String classPath) {
    private static final String FILE = "HNV_START_CACHE";
    private static final String CLASS_PATH = "HNV_GATEWAY_JARS";

    public static Optional<StartCache> ofEnvironment() {
        String file = System.getenv(FILE);
        String classPath = System.getenv(CLASS_PATH);
        return file == null || classPath == null
                ? Optional.empty()
                : Optional.of(new StartCache(file, classPath));
    }

    String option() {
        return "-XX:AOTCache=" + file;
    }
}
