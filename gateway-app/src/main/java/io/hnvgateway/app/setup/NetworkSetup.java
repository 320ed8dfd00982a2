package io.hnvgateway.app.setup;

import io.hnvgateway.app.setup.NetworkPlan.Assigned;
import io.hnvgateway.provider.FaultsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Puts the roles of the NICs in force.
record NetworkSetup(SetupPaths paths, SettingFiles files, Commands commands) {

    /// Writes networkd's files, and where something is different renames devices and has networkd
    /// read them again.
    ///
    /// @throws FaultsException when a NIC is not there: then everything is as it was
    void apply() throws FaultsException, IOException {
        List<Assigned> plan = files.plan().on(files.nics().all());
        boolean changed = new NetworkFiles(paths.networkd()).write(plan);
        if (changed) {
            commands.run("udevadm", "control", "--reload");
        }
        List<Assigned> misnamed = misnamed(plan);
        if (!misnamed.isEmpty()) {
            rename(misnamed);
        }
        if ((changed || !misnamed.isEmpty())
                && commands.run("systemctl", "is-active", "--quiet", "systemd-networkd.service")) {
            commands.run("networkctl", "reload");
        }
    }

    /// In two steps, since NICs may swap their names. A device that is up keeps its name.
    private void rename(List<Assigned> misnamed) throws IOException {
        List<String> aside = new ArrayList<>();
        for (Assigned nic : misnamed) {
            String name = "hnvsetup" + aside.size();
            commands.run("ip", "link", "set", "dev", nic.nic().name(), "down");
            commands.run("ip", "link", "set", "dev", nic.nic().name(), "name", name);
            aside.add(name);
        }
        for (Assigned nic : misnamed) {
            moveAside(nic.device());
        }
        for (int i = 0; i < aside.size(); i++) {
            String device = misnamed.get(i).device();
            if (!commands.run("ip", "link", "set", "dev", aside.get(i), "name", device)) {
                throw new IOException(
                        "%s cannot be named %s".formatted(misnamed.get(i).nic().mac(), device));
            }
        }
    }

    /// A device without a role any more may have the name of one. It comes back by its own name at
    /// the next boot.
    private void moveAside(String name) throws IOException {
        Path interfaces = paths.interfaces();
        if (!Files.exists(interfaces.resolve(name))) {
            return;
        }
        int number = 0;
        while (Files.exists(interfaces.resolve("hnvfree" + number))) {
            number++;
        }
        commands.run("ip", "link", "set", "dev", name, "down");
        commands.run("ip", "link", "set", "dev", name, "name", "hnvfree" + number);
    }

    private List<Assigned> misnamed(List<Assigned> plan) {
        return plan.stream()
                .filter(nic -> !nic.nic().name().equals(nic.device()))
                .filter(nic -> Files.exists(paths.interfaces().resolve(nic.nic().name())))
                .toList();
    }
}
