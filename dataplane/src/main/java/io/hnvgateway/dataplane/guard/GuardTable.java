package io.hnvgateway.dataplane.guard;

import io.hnvgateway.dataplane.steering.PortPolicy;
import io.hnvgateway.dataplane.steering.SteeringChange;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One device's table: which sets of prefixes it has, and what changes it. A table is set up, and
/// gets sets of prefixes, by nft's scripts; elements come and go by batches.
final class GuardTable {
    private static final PortPolicy NO_ROLE = PortPolicy.of();
    private static final Pattern SET = Pattern.compile("(?m)^\\s*set (\\S+) \\{");

    private final String device;
    private final GuardScript script;
    private Set<PrefixSet> prefixSets = Set.of();
    private Set<PrefixSet> scripted = Set.of(); // stand once the last script is executed

    GuardTable(String device) {
        if (!device.matches("[^\"\\\\\\s]+")) {
            throw new GuardException("device name not supported by nft: " + device);
        }
        this.device = device;
        this.script = new GuardScript(device);
    }

    /// Keeps what an earlier process guards.
    String setUp(SteeringPolicy policy, boolean closed) {
        GuardElements elements = elements(policy);
        scripted = union(prefixSets, elements.prefixSets());
        return script.declaration(closed)
                + script.prefixRules(scripted)
                + script.additions(elements);
    }

    /// The whole table anew.
    String replacement(SteeringPolicy policy, boolean closed) {
        GuardElements elements = elements(policy);
        scripted = elements.prefixSets();
        return script.removal()
                + script.declaration(closed)
                + script.prefixRules(scripted)
                + script.additions(elements);
    }

    /// The sets of prefixes that what a change adds needs and the table lacks.
    String missingSets(SteeringChange change, Map<String, PortPolicy> ports) {
        Set<PrefixSet> missing = new TreeSet<>(added(change, ports).prefixSets());
        missing.removeAll(prefixSets);
        scripted = union(prefixSets, missing);
        return script.prefixRules(missing);
    }

    private static Set<PrefixSet> union(Set<PrefixSet> some, Set<PrefixSet> others) {
        Set<PrefixSet> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    /// The last script was executed.
    void scriptExecuted() {
        prefixSets = scripted;
    }

    void add(SteeringChange change, Map<String, PortPolicy> ports, ElementBatch batch) {
        added(change, ports)
                .addresses()
                .forEach((set, elements) -> batch.add(script.name(), set, elements));
    }

    void remove(SteeringChange change, Map<String, PortPolicy> ports, ElementBatch batch) {
        GuardElements.removed(change, port(ports))
                .addresses()
                .forEach((set, elements) -> batch.delete(script.name(), set, elements));
    }

    /// Looks for the table of an earlier process and its sets of prefixes.
    ///
    /// @param ruleset as nft lists it tersely
    /// @return false if there is none
    boolean standsIn(String ruleset) {
        int begin = ruleset.indexOf("table " + script.table() + " {\n");
        if (begin < 0) {
            prefixSets = Set.of();
            return false;
        }
        int end = ruleset.indexOf("\n}", begin);
        prefixSets =
                SET.matcher(ruleset.substring(begin, end < 0 ? ruleset.length() : end))
                        .results()
                        .map(match -> PrefixSet.named(match.group(1)))
                        .flatMap(Optional::stream)
                        .collect(Collectors.toSet());
        return true;
    }

    private GuardElements elements(SteeringPolicy policy) {
        return GuardElements.of(policy, port(policy.ports()));
    }

    private GuardElements added(SteeringChange change, Map<String, PortPolicy> ports) {
        return GuardElements.added(change, port(ports));
    }

    private PortPolicy port(Map<String, PortPolicy> ports) {
        return ports.getOrDefault(device, NO_ROLE);
    }
}
