package io.hnvgateway.lab.ovs;

import io.hnvgateway.lab.netns.EthernetSwitch;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Veth;
import io.hnvgateway.lab.ovs.VirtualSubnet.GatewayWildcard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The provider's network: a switch, hosts, and which VM runs on which. Stands for the controller
/// towards the hosts: every change of a place reaches the policy of all of them.
public final class ProviderNetwork {
    private final LabRun run;
    private final EthernetSwitch provider;
    private final List<NvgreHost> hosts = new ArrayList<>();
    private final Map<VirtualMachine, String> places = new LinkedHashMap<>();
    private final Map<GatewayWildcard, GatewayWildcard> pointed = new HashMap<>();

    public ProviderNetwork(LabRun run, String role) {
        this.run = run;
        this.provider = new EthernetSwitch(run, role);
    }

    public EthernetSwitch ethernet() {
        return provider;
    }

    public NvgreHost addHost(String name, String providerAddress) {
        NvgreHost host = new NvgreHost(run, provider, name, providerAddress);
        hosts.add(host);
        return host;
    }

    /// Makes the VM's device and connects it to its first host. MTU 1500, as a Linux VM has it.
    public void place(VirtualMachine vm, NvgreHost host) {
        Namespace guest = vm.namespace();
        Veth.connect(
                new Veth.End(guest, VirtualMachine.DEVICE),
                new Veth.End(host.namespace(), vm.name()));
        guest.ip("link", "set", VirtualMachine.DEVICE, "address", vm.mac());
        if (vm.isIpv6()) {
            useIpv6(vm, guest);
        } else {
            guest.address(VirtualMachine.DEVICE, vm.customerAddress() + "/24");
            guest.ip("route", "add", "default", "via", vm.subnet().router());
        }
        host.plug(vm);
        places.put(vm, host.providerAddress());
    }

    /// The router's MAC is known to the VM, as HNV's hosts would answer its solicitation.
    private static void useIpv6(VirtualMachine vm, Namespace guest) {
        String router = vm.subnet().router();
        guest.ipv6Address(VirtualMachine.DEVICE, vm.customerAddress() + "/64");
        guest.ip(
                "neighbor",
                "add",
                router,
                "lladdr",
                HostPolicy.ROUTER_MAC,
                "dev",
                VirtualMachine.DEVICE);
        guest.ip("route", "add", "default", "via", router);
    }

    /// Tells every host where the VMs are; once after placing them.
    public void publish() {
        hosts.forEach(host -> host.learn(places, pointed));
    }

    /// From now on another gateway serves a customer network; every host knows when it returns.
    ///
    /// @param first the network's gateway in the beginning; pointing to it again ends it
    public void point(GatewayWildcard first, GatewayWildcard now) {
        pointed.put(first, now);
        publish();
    }

    /// Live migration as the network sees it: the same VM, its connections open, behind another PA.
    public void migrate(VirtualMachine vm, NvgreHost from, NvgreHost to) {
        from.unplug(vm);
        from.namespace().ip("link", "set", vm.name(), "netns", to.namespace().name());
        to.plug(vm);
        places.put(vm, to.providerAddress());
        publish();
    }
}
