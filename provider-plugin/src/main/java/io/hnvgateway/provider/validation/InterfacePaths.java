package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.InterfacePolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Faults of what interfaces of VMs come to, in words of those interfaces: that is what the
/// operator wrote.
final class InterfacePaths {
    private static final Pattern RECORD =
            Pattern.compile(
                    "(?:virtualNetworks\\[[^]]*]\\.)?lookupRecords\\[([^]/]+)/([^]]+)](\\.\\w+)?");
    private static final Pattern RULE =
            Pattern.compile("virtualGateways\\[([^]]+)]\\.nat\\.oneToOneRules\\[(\\d+)](\\.\\w+)?");
    private static final Map<String, String> NAMES =
            Map.of(".customerAddress", ".privateIPAddress", ".virtualSubnetId", ".subnet");

    private final Map<String, List<String>> sources;
    private final Map<String, Integer> written;

    /// @param sources of the 1:1 rules of interfaces, by virtual gateway
    /// @param written how many 1:1 rules stand before those, by virtual gateway
    private InterfacePaths(Map<String, List<String>> sources, Map<String, Integer> written) {
        this.sources = sources;
        this.written = written;
    }

    static InterfacePaths of(DesiredState written, InterfacePolicy.Effective effective) {
        Map<String, Integer> counts = new HashMap<>();
        written.virtualGateways()
                .forEach(gateway ->
                        counts.put(gateway.resourceId(), gateway.nat().oneToOneRules().size()));
        return new InterfacePaths(effective.sources(), counts);
    }

    Fault of(Fault fault) {
        return new Fault(
                words(fault.path()),
                fault.value(),
                words(fault.rule()),
                fault.hint(),
                fault.code());
    }

    private String words(String text) {
        String records = RECORD.matcher(text).replaceAll(InterfacePaths::quoted);
        return RULE.matcher(records).replaceAll(this::rule);
    }

    private static String quoted(MatchResult match) {
        String property = match.group(3) == null ? "" : match.group(3);
        return property.equals(".macAddress")
                ? "networkInterfaces[" + match.group(1) + "].privateMacAddress"
                : InterfacePolicy.path(match.group(1), match.group(2))
                        + NAMES.getOrDefault(property, property);
    }

    private String rule(MatchResult match) {
        String gateway = match.group(1);
        int beyond = Integer.parseInt(match.group(2)) - written.getOrDefault(gateway, 0);
        List<String> of = sources.getOrDefault(gateway, List.of());
        String property = match.group(3) == null ? "" : match.group(3);
        return beyond < 0 || beyond >= of.size()
                ? match.group()
                : of.get(beyond) + NAMES.getOrDefault(property, property);
    }
}
