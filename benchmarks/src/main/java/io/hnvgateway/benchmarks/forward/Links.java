package io.hnvgateway.benchmarks.forward;

import io.hnvgateway.benchmarks.Namespace;
import io.hnvgateway.benchmarks.RunFolder;
import java.io.IOException;

/// The generator's side of a device under test: a veth pair from a namespace of its own.
final class Links {
    static final String GENERATOR_MAC = "02:00:00:00:0b:01";
    static final String BACK_END_MAC = "02:00:00:00:0b:02";
    static final String NEXT_HOP_MAC = "02:00:00:00:0c:02";
    static final String GENERATOR_DEVICE = "up0";
    static final String BACK_END = "be";
    static final String FRONT_END = "fe";
    static final String SINK_DEVICE = "sink";

    private Links() {}

    /// Joins a new generator's namespace to the device's; returns the former.
    static Namespace backEnd(RunFolder run, String role, Namespace device)
            throws IOException, InterruptedException {
        Namespace generator = run.namespace(role + "-gen");
        generator.veth(GENERATOR_DEVICE, device, BACK_END);
        generator.ip("link set " + GENERATOR_DEVICE + " address " + GENERATOR_MAC);
        device.ip("link set " + BACK_END + " address " + BACK_END_MAC);
        device.ip("addr add " + Tenant.GATEWAY_PA + "/24 dev " + BACK_END);
        device.ip(neighbor(Tenant.HOST_PA, GENERATOR_MAC, BACK_END));
        return generator;
    }

    /// Joins the device's front end to a sink; all that it sends leaves there.
    static void frontEnd(Namespace device, String address, Namespace sink, String sinkDevice)
            throws IOException, InterruptedException {
        device.veth(FRONT_END, sink, sinkDevice);
        device.ip("addr add " + address + "/24 dev " + FRONT_END);
        device.ip(neighbor(Tenant.NEXT_HOP, NEXT_HOP_MAC, FRONT_END));
        device.ip("route add default via " + Tenant.NEXT_HOP);
        sink.ip("link set " + sinkDevice + " address " + NEXT_HOP_MAC);
    }

    private static String neighbor(String address, String mac, String device) {
        return "neigh replace %s lladdr %s dev %s nud permanent".formatted(address, mac, device);
    }
}
