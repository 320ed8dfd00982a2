package io.hnvgateway.lab.netns;

import java.nio.file.Path;

/// A learning switch in a namespace of its own, made of a Linux bridge.
public final class EthernetSwitch {
    private static final String BRIDGE = "switch";

    private final LabRun run;
    private final Namespace namespace;

    public EthernetSwitch(LabRun run, String role) {
        this.run = run;
        this.namespace = run.namespace(role);
        namespace.ip("link", "add", BRIDGE, "type", "bridge", "mcast_snooping", "0");
        namespace.ip("link", "set", BRIDGE, "up");
    }

    public Namespace namespace() {
        return namespace;
    }

    /// Connects a device of a namespace; the switch's port is named after `port`.
    public void plug(Namespace station, String device, String port) {
        Veth.connect(new Veth.End(station, device), new Veth.End(namespace, port));
        namespace.ip("link", "set", port, "master", BRIDGE);
    }

    /// Takes the cable of a port out.
    public void cut(String port) {
        namespace.ip("link", "set", port, "down");
    }

    /// Plugs it in again.
    public void mend(String port) {
        namespace.ip("link", "set", port, "up");
    }

    /// What leaves by this port has its VLAN tag in the frame, as on a wire, and not beside it.
    public void keepTagsInFrames(String port) {
        namespace.must("ethtool", "-K", port, "txvlan", "off");
    }

    /// Lets a neighbour redirect frames by XDP into this port (see `xdp_pass.c`).
    public void acceptRedirectedFrames(String port) {
        Path source = run.resource(EthernetSwitch.class, "xdp_pass.c");
        Path object = run.directory().resolve("xdp_pass.o");
        run.runOutside(
                "clang", "-O2", "-target", "bpf", "-c", source.toString(), "-o", object.toString());
        namespace.ip(
                "link", "set", "dev", port, "xdp", "object", object.toString(), "section", "xdp");
    }
}
