package io.hnvgateway.app.setup;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.connection.ConnectionString;
import java.io.IOException;
import java.io.PrintStream;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// What the console shows of an appliance that is set up: nothing that is secret, as everybody in
/// front of the screen reads it.
record StatusPage(SetupPaths paths, SettingFiles files) {

    void print(PrintStream out) throws IOException {
        out.println();
        out.println("HNV gateway " + version());
        out.println();
        Optional<String> text = files.read(Setting.CONNECTION_STRING);
        if (text.isEmpty()) {
            out.println("Not set up: there is no connection string.");
        } else {
            connection(text.get(), out);
        }
        network(out);
        for (String key : Fingerprints.ssh(paths.etc().resolve("ssh"))) {
            out.println("SSH host key  " + key);
        }
        out.flush();
    }

    private String version() throws IOException {
        var release = paths.etc().resolve("os-release");
        return Files.exists(release)
                ? BoundedText.read(release, BoundedText.SETTING_BYTES)
                        .lines()
                        .filter(line -> line.startsWith("IMAGE_VERSION="))
                        .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
                        .findFirst()
                        .orElse("")
                : "";
    }

    private static void connection(String text, PrintStream out) {
        try {
            ConnectionString connection = SettingFiles.connection(text);
            connection.gatewayVm().ifPresent(name -> out.println("Name          " + name));
            if (connection.managementEndpoint().isEmpty()) {
                out.println("Management    none: the connection string has no ManagementEndpoint");
                return;
            }
            out.println("Management    " + connection.managementEndpoint().get());
            out.println(
                    "Fingerprint   "
                            + Fingerprints.management(connection)
                                    .orElse("not yet: the gateway makes it at its first start"));
        } catch (FaultsException faults) {
            out.println("The connection string has faults:");
            faults.faults().stream().map(Fault::toString).forEach(line -> out.println("  " + line));
        } catch (IOException e) {
            out.println("Fingerprint   " + e.getMessage());
        }
    }

    private void network(PrintStream out) throws IOException {
        List<Nic> nics = files.nics().all();
        for (Nic nic : nics) {
            out.println(
                    "%-13s %s %s %s %s"
                            .formatted(
                                    nic.name(),
                                    nic.mac(),
                                    nic.linkText(),
                                    nic.speedText(),
                                    addresses(nic.name())));
        }
        try {
            files.plan().on(nics);
        } catch (FaultsException faults) {
            out.println("The roles of the NICs have faults:");
            faults.faults().stream().map(Fault::toString).forEach(line -> out.println("  " + line));
        }
    }

    private static String addresses(String name) throws IOException {
        NetworkInterface there = NetworkInterface.getByName(name);
        return there == null
                ? ""
                : String.join(
                        " ",
                        there.getInterfaceAddresses().stream()
                                .map(own ->
                                        own.getAddress().getHostAddress().replaceAll("%.*", "")
                                                + "/"
                                                + own.getNetworkPrefixLength())
                                .toList());
    }
}
