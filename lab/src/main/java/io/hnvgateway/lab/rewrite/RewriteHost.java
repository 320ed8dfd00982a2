package io.hnvgateway.lab.rewrite;

import io.hnvgateway.lab.netns.EthernetSwitch;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Veth;

/// A host whose VMs each have a provider address of their own.
public final class RewriteHost {
    /// The VM's device.
    public static final String DEVICE = "eth0";

    private static final String PHYSICAL = "phy";
    private static final String MACHINE = "vm";

    private final Namespace namespace;

    /// Addresses of a VM and around it.
    ///
    /// @param router that the VM uses; the host answers for it
    /// @param gateway the gateway's provider address
    public record Addresses(
            String customerAddress, String router, String providerAddress, String gateway) {}

    /// @param address of the host itself on the provider network, with prefix length
    public RewriteHost(LabRun run, EthernetSwitch provider, String name, String address) {
        namespace = run.namespace(name);
        provider.plug(namespace, PHYSICAL, name);
        namespace.address(PHYSICAL, address);
        namespace.must("sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
    }

    /// Connects a VM and exchanges its addresses one for one, for every protocol.
    public void addMachine(Namespace guest, Addresses addresses) {
        Veth.connect(new Veth.End(guest, DEVICE), new Veth.End(namespace, MACHINE));
        guest.address(DEVICE, addresses.customerAddress + "/24");
        guest.ip("route", "add", "default", "via", addresses.router);
        namespace.address(MACHINE, addresses.router + "/24");
        namespace.address(PHYSICAL, addresses.providerAddress + "/32");
        namespace.ip("route", "add", "default", "via", addresses.gateway);
        namespace.must(
                "nft",
                """
                table ip rewrite {
                  chain inward {
                    type nat hook prerouting priority dstnat;
                    iif %s ip daddr %s dnat to %s;
                  }
                  chain outward {
                    type nat hook postrouting priority srcnat;
                    oif %s ip saddr %s snat to %s;
                  }
                }\
                """
                        .formatted(
                                PHYSICAL,
                                addresses.providerAddress,
                                addresses.customerAddress,
                                PHYSICAL,
                                addresses.customerAddress,
                                addresses.providerAddress));
    }
}
