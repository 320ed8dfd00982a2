package io.hnvgateway.app.desired;

import io.hnvgateway.compartments.SourceCheck;
import org.jspecify.annotations.Nullable;

/// How the provider side of one compartment is treated.
///
/// @param mtuBytes inner MTU; null: that of the back-end interface less the overhead of NVGRE
/// @param outerDontFragment DF in the outer header
public record TenantBackEnd(
        SourceCheck sourceCheck, @Nullable Integer mtuBytes, boolean outerDontFragment) {}
