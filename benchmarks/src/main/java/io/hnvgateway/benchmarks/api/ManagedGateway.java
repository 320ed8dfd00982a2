package io.hnvgateway.benchmarks.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hnvgateway.benchmarks.device.GatewayProcess;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.Namespace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A gateway with an endpoint, and an administrator's token for it.
final class ManagedGateway implements AutoCloseable {
    static final String ENDPOINT = "https://127.0.0.1:8443";
    private static final Pattern READY = Pattern.compile("event=management-(ready|not-opened).*");
    private static final long OPENING_NS = 60_000_000_000L;

    private final GatewayProcess process;
    private final Path directory;

    ManagedGateway(Namespace namespace, Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        this.process =
                new GatewayProcess(
                        namespace, "DataPath=xdp;ManagementEndpoint=" + ENDPOINT, directory);
        awaitEndpoint();
        process.control(
                "access",
                "add-token",
                "--name",
                "controller",
                "--role",
                "administrator",
                "--out",
                token().toString());
    }

    private void awaitEndpoint() throws InterruptedException {
        long endNs = System.nanoTime() + OPENING_NS;
        while (true) {
            Matcher ready = READY.matcher(process.output());
            if (ready.find()) {
                if (ready.group(1).equals("ready")) {
                    return;
                }
                throw new LabException(ready.group());
            }
            if (System.nanoTime() - endNs > 0) {
                throw new LabException("the endpoint did not open:\n" + process.output());
            }
            Thread.sleep(50);
        }
    }

    Path token() {
        return directory.resolve("token");
    }

    /// PEM.
    Path authority() {
        return directory.resolve("state/management/authority.pem");
    }

    long pid() {
        return process.pid();
    }

    /// All that its threads have used, its compilers and collector included.
    double cpuMilliseconds() {
        return ProcessHandle.of(pid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e6;
    }

    /// Of the snapshot in force.
    long generation() throws IOException {
        return process.request(JsonNodeFactory.instance.objectNode().put("request", "status"))
                .path("generation")
                .asLong();
    }

    @Override
    public void close() {
        process.close();
    }
}
