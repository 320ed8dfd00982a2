package io.hnvgateway.benchmarks.device;

import io.hnvgateway.benchmarks.traffic.Direction;
import io.hnvgateway.benchmarks.traffic.Encapsulation;
import io.hnvgateway.benchmarks.traffic.Links;
import io.hnvgateway.benchmarks.traffic.Route;
import io.hnvgateway.benchmarks.traffic.Scenario;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import java.util.List;
import java.util.Locale;

/// Drops at the first hop: what generating alone costs, for frames of one kind.
public final class GeneratorAlone implements DeviceUnderTest {
    private static final String PREFIX = "generator-";

    private final Encapsulation encapsulation;
    private final Namespace generator;
    private final Namespace device;

    GeneratorAlone(LabRun run, Encapsulation encapsulation) {
        this.encapsulation = encapsulation;
        String role = variantOf(encapsulation);
        device = run.namespace(role);
        generator = Links.backEnd(run, role, device);
    }

    @Override
    public String variant() {
        return variantOf(encapsulation);
    }

    /// The one that sends such frames.
    public static String variantOf(Encapsulation encapsulation) {
        return PREFIX
                + (encapsulation == Encapsulation.NONE
                        ? "plain"
                        : encapsulation.name().toLowerCase(Locale.ROOT));
    }

    public static boolean isVariant(String variant) {
        return variant.startsWith(PREFIX);
    }

    @Override
    public Encapsulation tunnel() {
        return encapsulation;
    }

    @Override
    public Encapsulation sent(Scenario scenario) {
        return encapsulation;
    }

    @Override
    public boolean translates() {
        return false;
    }

    @Override
    public boolean takes(Scenario scenario) {
        return (scenario.direction() == Direction.DOWN) == (encapsulation == Encapsulation.NONE);
    }

    @Override
    public Route route(Scenario scenario) {
        return new Route(
                Links.place(generator, Links.GENERATOR_DEVICE),
                List.of(Links.place(device, Links.BACK_END) + "=drop"),
                encapsulation,
                Route.Arrival.untouched(encapsulation, scenario.direction()));
    }

    @Override
    public List<Long> processes() {
        return List.of();
    }

    /// Never reached, but the generator looks whether it is, as in the other cases.
    @Override
    public int window() {
        return 4096;
    }
}
