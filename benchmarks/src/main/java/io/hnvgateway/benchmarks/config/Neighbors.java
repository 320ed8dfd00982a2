package io.hnvgateway.benchmarks.config;

import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The hosts' neighbour entries stand, so that nobody waits for ARP.
public final class Neighbors {
    private Neighbors() {}

    /// @param namespace of the gateway
    public static void ofHosts(LabRun run, Namespace namespace) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < ConfigDocument.HOSTS; i++) {
            lines.append(
                    "neigh replace %s lladdr %s dev %s nud permanent\n"
                            .formatted(
                                    ConfigDocument.host(i), Links.GENERATOR_MAC, Links.BACK_END));
        }
        Path batch = Files.writeString(run.directory().resolve("neighbors"), lines);
        namespace.must("ip", "-batch", batch.toString());
    }
}
