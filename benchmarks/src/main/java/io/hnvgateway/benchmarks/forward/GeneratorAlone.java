package io.hnvgateway.benchmarks.forward;

import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import java.util.List;
import java.util.Locale;

/// Drops at the first hop: what generating alone costs.
final class GeneratorAlone implements DeviceUnderTest {
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

    static String variantOf(Encapsulation encapsulation) {
        return PREFIX + encapsulation.name().toLowerCase(Locale.ROOT);
    }

    static boolean isVariant(String variant) {
        return variant.startsWith(PREFIX);
    }

    @Override
    public Encapsulation encapsulation() {
        return encapsulation;
    }

    @Override
    public String generator() {
        return Links.place(generator, Links.GENERATOR_DEVICE);
    }

    @Override
    public List<String> attachments() {
        return List.of(Links.place(device, Links.BACK_END) + "=drop");
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
