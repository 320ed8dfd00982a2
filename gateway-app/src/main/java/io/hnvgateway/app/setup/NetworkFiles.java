package io.hnvgateway.app.setup;

import io.hnvgateway.app.setup.NetworkPlan.Assigned;
import io.hnvgateway.provider.value.IpAddress;
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

    /// The host's own traffic (updates, time, syslog) leaves by a management NIC wherever one has a
    /// router: the lower metric wins.
    private static final int METRIC_OF_MANAGEMENT = 512;

    private static final int METRIC_OF_OTHERS = 2048;

    /// Tables of routes for what has a NIC's own address: front0 has 1100, back0 1200.
    private static final Map<Role, Integer> FIRST_TABLE =
            Map.of(Role.FRONTEND, 1100, Role.BACKEND, 1200);

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
        role.nameServers().forEach(server -> text.append("DNS=").append(server).append('\n'));
        for (IpAddress gateway : role.gateways()) {
            text.append("\n[Route]\nGateway=%s\nMetric=%d\n".formatted(gateway, metric(role)));
            if (FIRST_TABLE.containsKey(role.role())) {
                ownTable(text, nic, gateway);
            }
        }
        if (role.isDynamic()) {
            dynamic(text, role);
        }
        return text.toString();
    }

    /// What has an address of this NIC, IKE above all, leaves by this NIC's router and not by that
    /// of management: what is on link as the main table says, the rest by a table of its own.
    private static void ownTable(StringBuilder text, Assigned nic, IpAddress gateway) {
        Role role = nic.role().role();
        int number = Integer.parseInt(nic.device().substring(role.device().length()));
        int table = FIRST_TABLE.getOrDefault(role, 0) + number;
        text.append("\n[Route]\nGateway=%s\nTable=%d\n".formatted(gateway, table));
        for (LinkAddress own : nic.role().addresses()) {
            if (own.address().isIpv4() == gateway.isIpv4()) {
                text.append(
                        """

                        [RoutingPolicyRule]
                        From=%1$s
                        Table=main
                        SuppressPrefixLength=0
                        Priority=1000

                        [RoutingPolicyRule]
                        From=%1$s
                        Table=%2$d
                        Priority=1001
                        """
                                .formatted(own.address(), table));
            }
        }
    }

    private static void dynamic(StringBuilder text, NicRole role) {
        String own = role.role() == Role.MANAGEMENT ? "" : "UseDNS=no\n";
        text.append("\n[DHCPv4]\nRouteMetric=%d\n%s".formatted(metric(role), own));
        text.append(own.isEmpty() ? "" : "UseHostname=no\n");
        text.append("\n[IPv6AcceptRA]\nRouteMetric=%d\n%s".formatted(metric(role), own));
    }

    private static int metric(NicRole role) {
        return role.role() == Role.MANAGEMENT ? METRIC_OF_MANAGEMENT : METRIC_OF_OTHERS;
    }
}
