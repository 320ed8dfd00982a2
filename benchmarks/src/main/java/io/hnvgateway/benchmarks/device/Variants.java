package io.hnvgateway.benchmarks.device;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The names of what is measured, as rows carry them, in the order of tables.
public final class Variants {
    public static final String XDP = HnvGateway.Executor.XDP.variant();
    public static final String JAVA = HnvGateway.Executor.JAVA.variant();
    public static final String PACKET = HnvGateway.Executor.PACKET.variant();
    public static final String LINUX = LinuxGateway.VARIANT;
    public static final String OVS = OvsGateway.VARIANT;
    public static final String REDIRECT = RedirectOnly.VARIANT;

    public static final List<String> ALL = List.of(XDP, JAVA, PACKET, LINUX, OVS, REDIRECT);

    private Variants() {}

    /// Those that are wanted, or all of `known` when none is named.
    public static Set<String> chosen(List<String> wanted, List<String> known) {
        Set<String> chosen = new LinkedHashSet<>(known);
        for (String name : wanted) {
            if (!ALL.contains(name)) {
                throw new IllegalArgumentException(
                        "no variant " + name + "; there are " + String.join(", ", ALL));
            }
        }
        if (!wanted.isEmpty()) {
            chosen.retainAll(wanted);
        }
        return chosen;
    }
}
