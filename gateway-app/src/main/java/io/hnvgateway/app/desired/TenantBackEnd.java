package io.hnvgateway.app.desired;

import io.hnvgateway.compartments.SourceCheck;
import org.jspecify.annotations.Nullable;

/// How the provider side of one compartment is treated.
///
/// @param mtuBytes inner MTU; null: that of the back-end interface less the overhead of NVGRE
/// @param outerDontFragment DF in the outer header
/// @param learning limits of learned customer addresses
/// @param control which control packets of MS-NVGREE are honoured and sent
public record TenantBackEnd(
        SourceCheck sourceCheck,
        @Nullable Integer mtuBytes,
        boolean outerDontFragment,
        Learning learning,
        Control control) {

    /// Learned customer addresses.
    ///
    /// @param maxAddresses the most of the compartment, 0..65535
    /// @param ageingSeconds how long one lasts without traffic
    public record Learning(int maxAddresses, int ageingSeconds) {
        public static final Learning DEFAULT = new Learning(256, 1200);
    }

    /// Control packets between hosts and the gateway.
    public record Control(boolean acceptRedirects, boolean sendUnreachable) {
        public static final Control DEFAULT = new Control(true, true);
    }

    /// With the defaults of the desired state for learning and control packets.
    public TenantBackEnd(
            SourceCheck sourceCheck, @Nullable Integer mtuBytes, boolean outerDontFragment) {
        this(sourceCheck, mtuBytes, outerDontFragment, Learning.DEFAULT, Control.DEFAULT);
    }
}
