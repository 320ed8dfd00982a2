package io.hnvgateway.benchmarks.traffic;

import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Veth;

/// The generator's side of a device under test: a veth pair from a namespace of its own.
public final class Links {
    public static final String GENERATOR_MAC = "02:00:00:00:0b:01";
    public static final String BACK_END_MAC = "02:00:00:00:0b:02";
    public static final String FRONT_END_MAC = "02:00:00:00:0c:01";
    public static final String NEXT_HOP_MAC = "02:00:00:00:0c:02";
    public static final String GENERATOR_DEVICE = "up0";
    public static final String BACK_END = "be";
    public static final String FRONT_END = "fe";
    public static final String SINK_DEVICE = "sink";

    private Links() {}

    /// Joins a new generator's namespace to the device's; returns the former.
    public static Namespace backEnd(LabRun run, String role, Namespace device) {
        Namespace generator = run.namespace(role + "-gen");
        Veth.connect(new Veth.End(generator, GENERATOR_DEVICE), new Veth.End(device, BACK_END));
        ip(generator, "link set " + GENERATOR_DEVICE + " address " + GENERATOR_MAC);
        ip(device, "link set " + BACK_END + " address " + BACK_END_MAC);
        device.address(BACK_END, Tenant.GATEWAY_PA + "/24");
        ip(device, neighbor(Tenant.HOST_PA, GENERATOR_MAC, BACK_END));
        return generator;
    }

    /// Joins the device's front end to a sink; all that it sends leaves there.
    public static void frontEnd(
            Namespace device, String address, Namespace sink, String sinkDevice) {
        Veth.connect(new Veth.End(device, FRONT_END), new Veth.End(sink, sinkDevice));
        ip(device, "link set " + FRONT_END + " address " + FRONT_END_MAC); // forgets neighbours
        device.address(FRONT_END, address + "/24");
        ip(device, neighbor(Tenant.NEXT_HOP, NEXT_HOP_MAC, FRONT_END));
        ip(device, "route add default via " + Tenant.NEXT_HOP);
        ip(sink, "link set " + sinkDevice + " address " + NEXT_HOP_MAC);
    }

    /// Switches receive merging off again, which only a peer that redirects by XDP needs: it costs
    /// time and finds nothing to merge.
    public static void withoutMerging(Namespace namespace, String... devices) {
        for (String device : devices) {
            namespace.must("ethtool", "-K", device, "gro", "off");
        }
    }

    /// What a network card does for its host and a veth has by default, switched on again:
    /// checksums are left to the device, and so is cutting.
    public static void withTransmitOffloads(Namespace namespace, String device) {
        namespace.must("ethtool", "-K", device, "tx", "on", "sg", "on", "gso", "on");
    }

    /// `ip` with a line of words without blanks in them.
    public static void ip(Namespace namespace, String line) {
        namespace.ip(line.split(" ", -1));
    }

    /// The way the load tool names a device.
    public static String place(Namespace namespace, String device) {
        return namespace.name() + "/" + device;
    }

    private static String neighbor(String address, String mac, String device) {
        return "neigh replace %s lladdr %s dev %s nud permanent".formatted(address, mac, device);
    }
}
