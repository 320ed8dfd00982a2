package io.hnvgateway.dataplane.guard;

import io.hnvgateway.dataplane.steering.PortPolicy;
import io.hnvgateway.dataplane.steering.SteeringChange;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// One device's table: which sets of prefixes it has, and the scripts that change it. What a script
/// sets up counts as standing once the script is made; after a failure only [#replacement] is
/// right.
final class GuardTable {
    private static final PortPolicy NO_ROLE = PortPolicy.of();
    private static final Pattern SET = Pattern.compile("(?m)^\\s*set (\\S+) \\{");

    private final String device;
    private final GuardScript script;
    private final Set<PrefixSet> prefixSets = new HashSet<>();

    GuardTable(String device) {
        if (!device.matches("[^\"\\\\\\s]+")) {
            throw new GuardException("device name not supported by nft: " + device);
        }
        this.device = device;
        this.script = new GuardScript(device);
    }

    /// Keeps what an earlier process guards.
    String setUp(SteeringPolicy policy, boolean closed) {
        return script.declaration(closed)
                + script.prefixRules(prefixSets)
                + additions(GuardElements.of(policy, port(policy.ports())));
    }

    /// Looks for the table of an earlier process and its sets of prefixes.
    ///
    /// @return false if there is none
    boolean stands() {
        if (Nft.run("list tables netdev\n").lines().noneMatch(tableLine()::equals)) {
            return false;
        }
        SET.matcher(Nft.runTersely("list table " + script.table() + "\n"))
                .results()
                .map(match -> PrefixSet.named(match.group(1)))
                .flatMap(Optional::stream)
                .forEach(prefixSets::add);
        return true;
    }

    private String tableLine() {
        return "table " + script.table();
    }

    /// The whole table anew.
    String replacement(SteeringPolicy policy, boolean closed) {
        prefixSets.clear();
        return script.removal()
                + script.declaration(closed)
                + additions(GuardElements.of(policy, port(policy.ports())));
    }

    String additions(SteeringChange change, Map<String, PortPolicy> ports) {
        return additions(GuardElements.added(change, port(ports)));
    }

    private String additions(GuardElements elements) {
        Collection<PrefixSet> missing = new TreeSet<>(elements.prefixSets());
        missing.removeAll(prefixSets);
        prefixSets.addAll(missing);
        return script.prefixRules(missing) + script.additions(elements);
    }

    String removals(SteeringChange change, Map<String, PortPolicy> ports) {
        return script.removals(GuardElements.removed(change, port(ports)));
    }

    private PortPolicy port(Map<String, PortPolicy> ports) {
        return ports.getOrDefault(device, NO_ROLE);
    }
}
