package io.hnvgateway.app.process;

import io.hnvgateway.provider.connection.ConnectionString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// The kernel's settings of the gateway's interfaces.
final class KernelSettings {
    private static final Path IPV4 = Path.of("/proc/sys/net/ipv4/conf");

    private KernelSettings() {}

    /// Those of the gateway's interfaces from which the kernel forwards IPv4.
    static Set<String> forwarding(ConnectionString connection) throws IOException {
        Set<String> names = new HashSet<>(connection.frontEndInterfaces());
        names.addAll(connection.backEndInterfaces());
        Set<String> forwarding = new HashSet<>();
        for (String name : names) {
            Path setting = IPV4.resolve(name).resolve("forwarding");
            if (Files.exists(setting) && !Files.readString(setting).strip().equals("0")) {
                forwarding.add(name);
            }
        }
        return forwarding;
    }
}
