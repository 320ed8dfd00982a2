package io.hnvgateway.provider.resource;

import java.util.List;

/// How the NAT of one customer network behaves (`virtualGateways.properties.nat`).
public record NatSettings(
        NatFiltering filtering,
        NatTimers timers,
        NatQuota quota,
        List<OneToOneRule> oneToOneRules) {
    public static final NatSettings DEFAULT =
            new NatSettings(
                    NatFiltering.ENDPOINT_INDEPENDENT,
                    NatTimers.DEFAULT,
                    NatQuota.DEFAULT,
                    List.of());

    public NatSettings {
        oneToOneRules = List.copyOf(oneToOneRules);
    }
}
