package io.hnvgateway.provider.resource;

import org.jspecify.annotations.Nullable;

/// Treatment of the provider side of one customer network (`virtualGateways.properties.backEnd`).
///
/// @param mtuBytes the inner MTU that VMs see; null: that of the back-end interface less the
///   overhead of NVGRE
public record BackEndSettings(
        SourceCheck sourceCheck,
        @Nullable Integer mtuBytes,
        boolean outerDontFragment,
        LearningSettings learning,
        HostControlSettings hostControl) {
    public static final BackEndSettings DEFAULT =
            new BackEndSettings(
                    SourceCheck.STRICT,
                    null,
                    true,
                    LearningSettings.DEFAULT,
                    HostControlSettings.DEFAULT);
}
