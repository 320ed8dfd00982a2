package io.hnvgateway.app.setup;

import io.hnvgateway.app.setup.NetworkPlan.Assigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Roles as files of systemd-networkd: a `.link` that names the device, a `.network` with its
/// addresses. A NIC is known by its MAC address from then on, so that a further NIC or another slot
/// changes nothing.
///
/// @param directory `/etc/systemd/network`
record NetworkFiles(Path directory) {
    /// Before the distribution's own files.
    private static final String PREFIX = "20-hnv-";

    /// Writes what is different, and removes files of devices that are gone.
    ///
    /// @return whether anything changed
    boolean write(List<Assigned> plan) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        for (Assigned nic : plan) {
            files.put(PREFIX + nic.device() + ".link", link(nic));
            files.put(PREFIX + nic.device() + ".network", network(nic));
        }
        boolean changed = false;
        for (Map.Entry<String, String> file : files.entrySet()) {
            changed |= WholeFile.open(directory.resolve(file.getKey())).update(file.getValue());
        }
        return removeOthers(files) || changed;
    }

    private boolean removeOthers(Map<String, String> files) throws IOException {
        List<Path> others;
        try (Stream<Path> there = Files.list(directory)) {
            others =
                    there.filter(
                                    path -> {
                                        String name = String.valueOf(path.getFileName());
                                        return name.startsWith(PREFIX) && !files.containsKey(name);
                                    })
                            .toList();
        }
        for (Path other : others) {
            Files.delete(other);
        }
        return !others.isEmpty();
    }

    /// The driver is named where a second device has the MAC address too.
    static String link(Assigned nic) {
        StringBuilder text = new StringBuilder("[Match]\nMACAddress=" + nic.nic().mac() + "\n");
        if (nic.nic().driver().equals(Nics.NETVSC)) {
            text.append("Driver=" + Nics.NETVSC + "\n");
        }
        text.append("\n[Link]\nName=").append(nic.device()).append('\n');
        if (nic.role().mtuBytes() != 0) {
            text.append("MTUBytes=").append(nic.role().mtuBytes()).append('\n');
        }
        return text.toString();
    }

    /// None counts for being online: nothing waits for a cable.
    static String network(Assigned nic) {
        NicRole role = nic.role();
        StringBuilder text = new StringBuilder("[Match]\nName=" + nic.device() + "\n\n[Link]\n");
        text.append("RequiredForOnline=no\n\n[Network]\n");
        text.append("LLMNR=no\nMulticastDNS=no\nIPv4Forwarding=no\nIPv6Forwarding=no\n");
        text.append(role.isDynamic() ? "DHCP=yes\nIPv6AcceptRA=yes\n" : "IPv6AcceptRA=no\n");
        role.addresses().forEach(own -> text.append("Address=").append(own).append('\n'));
        role.gateways().forEach(gateway -> text.append("Gateway=").append(gateway).append('\n'));
        role.nameServers().forEach(server -> text.append("DNS=").append(server).append('\n'));
        if (role.isDynamic() && role.role() != Role.MANAGEMENT) {
            text.append("\n[DHCPv4]\nUseDNS=no\nUseHostname=no\n");
        }
        return text.toString();
    }
}
