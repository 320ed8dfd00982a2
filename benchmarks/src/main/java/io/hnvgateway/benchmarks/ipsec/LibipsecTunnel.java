package io.hnvgateway.benchmarks.ipsec;

import io.hnvgateway.benchmarks.device.Threads;
import io.hnvgateway.benchmarks.traffic.Encapsulation;
import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.benchmarks.traffic.Route;
import io.hnvgateway.benchmarks.traffic.Scenario;
import io.hnvgateway.benchmarks.traffic.Subject;
import io.hnvgateway.benchmarks.traffic.Tenant;
import io.hnvgateway.lab.charon.Charon;
import io.hnvgateway.lab.charon.CharonOptions;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Veth;
import java.io.IOException;
import java.util.List;

/// strongSwan with kernel-libipsec: the kernel routes into its TUN device, charon does ESP.
final class LibipsecTunnel implements Subject {
    static final String VARIANT = "libipsec";
    private static final String WAN = "wan";
    private static final String HERE = "192.0.2.1";
    private static final String THERE = "192.0.2.2";
    private static final String NET = "198.51.100.0/24";
    private static final String OFFICE_NET = "198.18.0.0/16";
    private static final String OWN = "198.51.100.1";
    private static final String OFFICE = "198.18.0.1";
    private static final int WINDOW = 192;

    private final Namespace namespace;
    private final Namespace generator;
    private final Namespace sink;
    private final Charon charon;
    private final Office office;

    LibipsecTunnel(LabRun run) {
        namespace = run.namespace(VARIANT);
        generator = run.namespace(VARIANT + "-gen");
        sink = run.namespace(VARIANT + "-office");
        Links.frontEnd(namespace, Tenant.FRONT_END_ADDRESS, generator, Links.SINK_DEVICE);
        Veth.connect(new Veth.End(namespace, WAN), new Veth.End(sink, WAN));
        namespace.address(WAN, HERE + "/24");
        sink.address(WAN, THERE + "/24");
        namespace.must("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.rp_filter=0");
        Links.withoutMerging(namespace, Links.FRONT_END, WAN);
        Links.withoutMerging(generator, Links.SINK_DEVICE);
        Links.withoutMerging(sink, WAN);
        Links.withTransmitOffloads(namespace, WAN);
        namespace.address("lo", OWN + "/32");
        charon = Charon.start(run, namespace, "charon-" + VARIANT, CharonOptions.peer());
        charon.load(
                new Office.End(HERE, THERE, "gateway", "office", NET, OFFICE_NET).configuration());
        office =
                new Office(
                        run,
                        sink,
                        OFFICE,
                        new Office.End(THERE, HERE, "office", "gateway", OFFICE_NET, NET));
    }

    /// All threads of charon's are as urgent as the gateway's workers, and off the generator's
    /// core.
    void connect() throws IOException {
        office.connect();
        Threads.placeLast(namespace, charon.pid(), "charon");
    }

    @Override
    public String variant() {
        return VARIANT;
    }

    @Override
    public boolean translates() {
        return false;
    }

    /// A veth end takes live frames only with a program on it.
    @Override
    public Route route(Scenario scenario) {
        return new Route(
                Links.place(generator, Links.SINK_DEVICE),
                List.of(
                        Links.place(namespace, Links.FRONT_END) + "=pass",
                        Links.place(sink, WAN) + "=sink_tc_esp"),
                Encapsulation.NONE,
                new Route.Arrival(Encapsulation.NONE, Tenant.SERVER, 0, OFFICE));
    }

    @Override
    public List<Long> processes() {
        return List.of(charon.pid());
    }

    @Override
    public int window() {
        return WINDOW;
    }
}
