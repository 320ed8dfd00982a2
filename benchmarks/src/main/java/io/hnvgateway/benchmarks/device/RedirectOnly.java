package io.hnvgateway.benchmarks.device;

import io.hnvgateway.benchmarks.traffic.Direction;
import io.hnvgateway.benchmarks.traffic.Encapsulation;
import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.benchmarks.traffic.Route;
import io.hnvgateway.benchmarks.traffic.Scenario;
import io.hnvgateway.benchmarks.traffic.Tenant;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import java.util.List;

/// An XDP program that sends each frame on by the other device without looking at it: the limit for
/// whatever forwards in XDP here.
public final class RedirectOnly implements DeviceUnderTest {
    public static final String VARIANT = "redirect";

    private final Namespace device;
    private final Namespace generator;
    private final Namespace sink;

    RedirectOnly(LabRun run) {
        device = run.namespace(VARIANT);
        generator = Links.backEnd(run, VARIANT, device);
        sink = run.namespace(VARIANT + "-sink");
        Links.frontEnd(device, Tenant.FRONT_END_ADDRESS, sink, Links.SINK_DEVICE);
    }

    @Override
    public String variant() {
        return VARIANT;
    }

    @Override
    public Encapsulation tunnel() {
        return Encapsulation.NVGRE;
    }

    @Override
    public boolean translates() {
        return false;
    }

    @Override
    public boolean takes(Scenario scenario) {
        return scenario.compartments() == 1;
    }

    @Override
    public Route route(Scenario scenario) {
        boolean up = scenario.direction() == Direction.UP;
        String inner = Links.place(generator, Links.GENERATOR_DEVICE);
        String outer = Links.place(sink, Links.SINK_DEVICE);
        String from = Links.place(device, up ? Links.BACK_END : Links.FRONT_END);
        Encapsulation sent = sent(scenario);
        return new Route(
                up ? inner : outer,
                List.of((up ? outer : inner) + "=sink_xdp"),
                from + "=" + (up ? Links.FRONT_END : Links.BACK_END),
                sent,
                Route.Arrival.untouched(sent, scenario.direction()));
    }

    @Override
    public List<Long> processes() {
        return List.of();
    }

    @Override
    public int window() {
        return 256;
    }
}
