package io.hnvgateway.lab.ovs;

import io.hnvgateway.lab.netns.EthernetSwitch;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Veth;
import io.hnvgateway.lab.ovs.VirtualSubnet.GatewayWildcard;
import java.util.Map;

/// A host of the provider: VMs behind one PA.
public final class NvgreHost {
    /// The device that faces the provider network.
    public static final String PHYSICAL = "phy";

    private static final String UNDERLAY = "underlay";
    private static final String OVERLAY = "overlay";
    private static final int NVGRE_PORT = 1;

    private final Namespace namespace;
    private final OpenVSwitch openVSwitch;
    private final String name;
    private final String providerAddress;

    NvgreHost(LabRun run, EthernetSwitch provider, String name, String providerAddress) {
        this.name = name;
        this.providerAddress = providerAddress;
        this.namespace = run.namespace(name);
        provider.plug(namespace, PHYSICAL, name);
        this.openVSwitch = new OpenVSwitch(run, namespace);
        addBridges();
        if (providerAddress.contains(":")) {
            namespace.ipv6Address(UNDERLAY, providerAddress + "/64");
        } else {
            namespace.address(UNDERLAY, providerAddress + "/24");
        }
        namespace.ip("link", "set", UNDERLAY, "up");
    }

    public String name() {
        return name;
    }

    public String providerAddress() {
        return providerAddress;
    }

    public Namespace namespace() {
        return namespace;
    }

    /// The MAC address that goes with the PA.
    public String mac() {
        return namespace.macOf(UNDERLAY);
    }

    private void addBridges() {
        String addUnderlay = "-- add-br underlay -- set bridge underlay datapath_type=netdev";
        String addPhysical = " fail-mode=standalone -- add-port underlay phy";
        String addOverlay = " -- add-br overlay -- set bridge overlay datapath_type=netdev";
        String policyOnly = " fail-mode=secure protocols=OpenFlow13";
        String addTunnel =
                " -- add-port overlay nvgre -- set interface nvgre type=gre ofport_request=%d"
                        + " options:key=flow options:remote_ip=flow options:local_ip=%s";
        String commands = addUnderlay + addPhysical + addOverlay + policyOnly + addTunnel;
        openVSwitch.vsctl(commands.formatted(NVGRE_PORT, providerAddress).split(" ", -1));
    }

    /// Connects a VM whose device's other end already lies in this host's namespace.
    void plug(VirtualMachine vm) {
        Veth.up(new Veth.End(namespace, vm.name()));
        openVSwitch.vsctl(
                "add-port",
                OVERLAY,
                vm.name(),
                "--",
                "set",
                "interface",
                vm.name(),
                "ofport_request=" + vm.port());
    }

    void unplug(VirtualMachine vm) {
        openVSwitch.vsctl("del-port", OVERLAY, vm.name());
    }

    /// Takes over the policy for the VMs as they are placed now.
    void learn(Map<VirtualMachine, String> places, Map<GatewayWildcard, GatewayWildcard> pointed) {
        openVSwitch.replaceFlows(
                OVERLAY, new HostPolicy(NVGRE_PORT, providerAddress, places, pointed).flows());
    }
}
